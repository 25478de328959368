"""Mail: its subject as a heading, its words as paragraphs; who wrote to whom, and what is attached, are remarked."""

from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from jalin.collect import read_html
from jalin.collect.blocks import Block, Reading, Unreadable, looks_like


def read(path: Path) -> Reading:
    """One message as a program of mail saves it. Raises `Unreadable` when it is none."""
    reading = Reading()
    try:
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
        body = message.get_body(("plain", "html"))
        words = body.get_content() if body is not None else ""
        heads = {name: str(message[name] or "") for name in ("subject", "from", "to", "cc", "date")}
        attached = [one.get_filename() or one.get_content_type() for one in message.iter_attachments()]
    except (MessageError, LookupError, ValueError, AttributeError, KeyError, IndexError):
        raise Unreadable("it is a damaged message", "Save it again from the program of mail") from None
    if not heads["from"] and not heads["date"]:
        raise Unreadable(f"it is no message but {looks_like(path)}", "Save it again from the program of mail")
    for name, value in heads.items():
        reading.remark("metadata", name, value)
    for name in attached:
        reading.remark("not read", "attachment", name)
    if heads["subject"]:
        reading.add(Block(" ".join(heads["subject"].split()), "heading"))
    if body is not None and body.get_content_subtype() == "html":
        read_html.read(words, reading)
    else:
        reading.add(*(Block(line.rstrip()) for line in words.splitlines() if line.strip()))
    return reading
