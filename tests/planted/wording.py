"""Invented people, stories and opinions; no two opinions alike, no word of another procedure."""

from __future__ import annotations

from random import Random

FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"
GIVEN = ("示范", "样例", "举例", "假名", "试名", "虚拟", "无名", "拟名", "编名")
VILLAGES = ("石桥村", "河沿村", "柳林村", "东坡村", "南湾村", "槐树村", "新集村", "北岗村")
WORKS = ("修路", "挖渠", "架线", "平整土地", "建养殖场", "铺设管道", "硬化晒场", "维修水井")
HARMS = ("占用承包地", "损坏院墙", "压坏青苗", "堵住排水沟", "弄断灌溉渠", "震裂房屋", "填埋水塘", "砍伐果树")
WANTS = (
    "补足补偿款",
    "恢复原状",
    "说明补偿标准",
    "重新丈量",
    "修复道路",
    "给出书面答复",
    "清运渣土",
    "疏通水沟",
)
PROPOSALS = (
    "增设路灯",
    "延长班车",
    "加装护栏",
    "设便民点",
    "栽种行道树",
    "开放文化站",
    "增加垃圾箱",
    "修整广场",
)
SEEN = (
    "现场",
    "台账",
    "合同",
    "账册",
    "图纸",
    "照片",
    "会议记录",
    "丈量表",
    "验收单",
    "收据",
    "公示栏",
    "底册",
)
ASKED = ("组长", "会计", "施工队", "邻居", "包村干部", "测量员", "承包户", "保管员", "司机", "管水员")
FOUND = ("面积相差", "付款少了", "工期晚了", "边界移动", "标准不一", "漏登一笔", "重复计算", "尚欠余款")
DONE = ("补付", "复垦", "重测", "修缮", "更正", "清理", "加固", "公示")


def name(random: Random) -> str:
    """A person's invented name."""
    return random.choice(FAMILY) + random.choice(GIVEN) + random.choice("甲乙丙丁戊己庚辛")


def story(random: Random) -> str:
    """What somebody tells."""
    return (
        f"{random.choice(VILLAGES)}{random.randint(1, 20)}组{random.choice(WORKS)}，"
        f"{random.choice(HARMS)}约{random.randint(2, 90)}平方米，至今没有处理。"
    )


def proposal(random: Random) -> str:
    """What somebody proposes."""
    return f"建议在{random.choice(VILLAGES)}{random.choice(PROPOSALS)}{random.randint(1, 30)}处，方便群众。"


def findings(random: Random) -> str:
    """What a unit found out: six sentences of which hardly one comes twice."""
    return "".join(
        f"{random.choice(ASKED)}{name(random)}于{random.randint(1, 12)}月{random.randint(1, 28)}日提供的"
        f"{random.choice(SEEN)}第{random.randint(1, 999)}号显示{random.choice(FOUND)}{random.randint(1, 9999)}元。"
        for _ in range(6)
    )


def decision(random: Random) -> str:
    """What a unit decides, with the remedy that the law knows (复查, 三十日, the organ above)."""
    return (
        f"对{name(random)}一户的请求，由{random.choice(VILLAGES)}在{random.randint(5, 60)}日内"
        f"{random.choice(DONE)}第{random.randint(1, 999)}号地块，数额{random.randint(100, 99999)}元。"
        "如不服本处理意见，可以自收到本意见书之日起30日内，向示范县人民政府请求复查。"
    )
