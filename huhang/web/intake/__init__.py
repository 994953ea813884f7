"""What companies hand over: files, their preview, the verdict on their quality, and the receipt."""
