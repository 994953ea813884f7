"""The report of an audit: what it says (content), how that is composed, the page and the workbook."""
