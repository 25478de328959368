"""What a thesis has besides its chapters: appendices, forms for informants, the pages in front."""
