"""What opens the block of braces around an offset: in JSON its key, in HCL its header."""

_REACH = 2000
_HEADER = 200


def owner(text: str, offset: int) -> str:
    """The text before the nearest brace that is open at an offset, on that brace's line.

    Empty at the top. Quoted braces are not told apart: they come in pairs in practice.
    """
    depth = 0
    at = offset
    floor = max(0, offset - _REACH)
    while True:
        opened, closed = text.rfind("{", floor, at), text.rfind("}", floor, at)
        if opened < 0:
            return ""
        at = max(opened, closed)
        depth += 1 if at == closed else -1
        if depth < 0:
            return text[max(at - _HEADER, text.rfind("\n", 0, at) + 1) : at].rstrip()
