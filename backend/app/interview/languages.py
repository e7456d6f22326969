"""Languages by name, and which of them the interviewer's voice speaks."""

from typing import Literal

from app.speech.piper import SPOKEN_LANGUAGES

VoiceName = Literal["embedded", "openai_pipeline", "openai_realtime"]

# Those of the multilingual recogniser that the setup page offers, as their speakers call them; any other
# BCP 47 tag is taken as well.
LANGUAGE_NAMES = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "uk": "Українська",
}

# ISO 639-1, for sentences in English.
_ENGLISH_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "kn": "Kannada",
    "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian",
    "mr": "Marathi", "ms": "Malay", "my": "Burmese", "ne": "Nepali", "nl": "Dutch", "no": "Norwegian",
    "pa": "Punjabi", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "si": "Sinhala",
    "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili",
    "ta": "Tamil", "te": "Telugu", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek",
    "vi": "Vietnamese", "yo": "Yoruba", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip


def primary(tag: str) -> str:
    """``pt-BR`` → ``pt``."""
    return tag.split("-")[0].lower()


def english_name(tag: str) -> str:
    """For a sentence: ``pt-BR`` → ``Portuguese``; a language that we have no name for is quoted by its tag."""
    return _ENGLISH_NAMES.get(primary(tag), f"the language “{tag}”")


def is_spoken(voice: VoiceName, tag: str) -> bool:
    """Whether the interviewer can be listened to in this language: OpenAI's voices speak all, ours its own."""
    return voice != "embedded" or primary(tag) in SPOKEN_LANGUAGES
