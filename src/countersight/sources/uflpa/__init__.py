"""The Entity List of the Uyghur Forced Labor Prevention Act, from the page of the Department of Homeland Security."""
