# Finding and reading: the start page, search, articles.

category-other = Other
