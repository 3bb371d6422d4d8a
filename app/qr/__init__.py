"""The smart petition codes (智慧信访二维码): what each kind of code says, as pure formats. Bytes and text in, values out.

Drawing and reading pictures is app/papers/qr.py; what a code leads to is app/services.
"""
