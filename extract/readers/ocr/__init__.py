"""Scans and pictures, by optical character recognition (optional: ``pip install 'gouji[ocr]'``).

An engine gives characters with their boxes, the rules are found in the picture itself; both go through the same table
finder and text clustering as the characters and rules of a PDF.
"""
