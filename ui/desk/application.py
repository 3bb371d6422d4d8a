"""The Qt application as the desk wants it: Fusion, the shipped faces, Qt's own buttons in Chinese."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from resources.loader import path_of
from ui.collector import Collector
from ui.desk.widgets.spoken import speak
from ui.interpreter import hold_singletons, share_the_interpreter
from ui.theme import USUAL, Theme, apply_theme, load_faces

ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)


def make_application(words: Sequence[str], *, theme: str = "light", body: int = USUAL) -> QApplication:
    """The one QApplication of the process (an existing one is dressed again). `words` as in sys.argv."""
    hold_singletons()
    share_the_interpreter()
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        application = existing
    else:
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        application = QApplication(list(words))
        application.setApplicationName("petition-desk")
        application.setWindowIcon(icon())
        speak()
        Collector(application)
    application.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    speak_chinese(application)
    known = load_faces()
    apply_theme(application, Theme(name=theme, body=body, strong_face="Desk Sans Medium" in known))
    return application


def icon() -> QIcon:
    """The program's own icon in all its sizes (packaging/icon.py draws them)."""
    made = QIcon()
    for size in ICON_SIZES:
        if (path := path_of(f"look/icon/desk-{size}.png")) is not None:
            made.addFile(str(path))
    return made


def speak_chinese(application: QApplication) -> bool:
    """Loads Qt's own translation, so that its menus speak no English; False when it is missing."""
    if application.property("speaks-chinese"):
        return True
    translator = QTranslator(application)
    loaded = translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    if loaded:
        application.installTranslator(translator)
        application.setProperty("speaks-chinese", True)
    return loaded
