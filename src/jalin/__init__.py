"""jalin: reproducible qualitative case studies, from raw sources to a bilingual report."""

__version__ = "0.1.0"
