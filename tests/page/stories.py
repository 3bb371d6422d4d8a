"""Stories of visitors, of a wanted length, that deflate no better than real ones do."""

from __future__ import annotations

from random import Random

LETTER = (
    "我家住在前进村三组，家里有四口人，靠种地生活。去年春天村里修通往县道的水泥路，从我家承包地中间穿过，"
    "占了二亩多地，毁掉二十多棵苹果树和一口机井。当时村干部在大会上说，每亩有补偿款，树和井另外算，"
    "秋收以前发到各家各户。到现在已经一年多，我家只领到一小部分，其他人家也有没领到的。"
    "我多次到村委会反映，会计说钱没有下来；又到街道办事处问，工作人员说早就拨到村里了，让我回去等通知。"
    "今年五月我再去，窗口的同志让我找农业农村办，他们说这件事不归他们管，也没有给我书面材料。"
    "我不是要闹，就想弄清楚三件事：一是补偿标准是多少，有没有文件；二是拨下来的钱现在在谁手里，"
    "账目能不能公开，贴出来让大家看；三是剩下的什么时候给。"
    "另外新路比我家院子高出一截，一下雨水就往院里灌，东屋的墙根已经裂开，希望有关部门派人来现场看看，"
    "尽快给予答复。承包合同、领款单和照片我都留着，可以带来。"
)
"""As somebody writes who was told to say what, when, where and what is asked for; 1.4 bytes a character in a code."""
_WORDS = """
    施工队 村委会 街道办 派出所 物业 开发商 邻居 信用社 学校 卫生院 电话 收据 合同 照片 证明 签字 手印 公示 答复 期限
    去年 今年 上个月 前天 凌晨 下午 多次 一直 至今 突然 据说 亲眼 当场 私下 要求 希望 请求 拒绝 推脱 承诺 赔偿 修复 退还
    噪音 油烟 漏水 裂缝 断电 停水 垃圾 污水 围墙 界桩 宅基地 承包地 养老金 低保 工资 押金 学籍 户口 医药费 误工费
""".split()  # noqa: SIM905


def story(length: int) -> str:
    """A story of this many characters: the letter, then sentences of a fixed chance."""
    chance, text = Random(length), LETTER if length else ""
    while len(text) < length:
        text += "".join(chance.sample(_WORDS, 3)) + f"{chance.randrange(2, 9999)}" + chance.choice("，。；\n")
    return text[:length].rstrip("\n").ljust(length, "。")
