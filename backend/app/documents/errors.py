"""What can be wrong with an uploaded document.

DocumentError
├── DocumentEmpty, DocumentTooLarge
├── DocumentTypeNotSupported
│   └── DocumentIsPicture     the same problem, said of a picture
├── DocumentEncrypted         a password is needed
├── DocumentWithoutText       a scan, or letters that mean nothing
├── DocumentNotReadable       damaged, or made to do harm
└── DocumentsBusy             too many are being read
"""

from app.platform.errors import DomainError

_PASTE = "Nothing was stored. Open the document, copy its text and paste it here"


class DocumentError(DomainError):
    """Base of all; never raised itself."""


class DocumentEmpty(DocumentError):
    detail = "This file is empty. Nothing was stored. Choose another one, or paste the text."


class DocumentTooLarge(DocumentError):
    detail = "A document can have 5 MB. Nothing was stored. Save it without pictures, or copy its text and paste it."


class DocumentTypeNotSupported(DocumentError):
    detail = f"PDF, Word (.docx) and text files can be read, and this is none of them. {_PASTE}, or save it as PDF."


class DocumentIsPicture(DocumentTypeNotSupported):
    detail = (
        "This is a picture: there is no text in it. Nothing was stored. "
        "Paste the text, or choose a PDF, Word (.docx) or text file."
    )


class DocumentEncrypted(DocumentError):
    detail = f"This document is locked with a password. {_PASTE}, or save it without the password."


class DocumentWithoutText(DocumentError):
    detail = (
        "There is no text in this document: it may be a scan or a picture. Nothing was stored. "
        "Paste the text, or save the document again from the program that it was written in."
    )


class DocumentNotReadable(DocumentError):
    detail = f"This document cannot be read: it is damaged or unusually built. {_PASTE}."


class DocumentsBusy(DocumentError):
    detail = "Many documents are being read at the moment. Try again in a few seconds, or paste the text."
