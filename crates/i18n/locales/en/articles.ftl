# Finding and reading: the start page, search, articles.

category-other = Other

# The search box
search-label = Search the help articles
search-button = Search
search-suggestions = Suggestions
search-for = Show everything about “{ $q }”
search-suggestion-count = { $count ->
     [0] No suggestions.
     [one] One suggestion. Use the arrow keys.
    *[other] { $count } suggestions. Use the arrow keys.
}

# Search results
search-title = Search for help
search-title-for = Search: { $q }
search-heading = { $count ->
     [0] Nothing found for “{ $q }”
     [one] One result for “{ $q }”
    *[other] { $count } results for “{ $q }”
}
search-intro = Write a few words about what you need, for example “forgotten password”.
search-categories = Subjects
search-all-categories = All subjects
search-all-languages = We found nothing in English. Here are articles in { $language }.
search-also = { $count ->
     [one] One result in { $language }
    *[other] { $count } results in { $language }
}
search-in-sv = Swedish
search-in-nb = Norwegian
search-in-en = English
search-engine-away = Search is simpler than usual right now and does not understand misspellings or word forms. If you do not find it, try another word.
search-none-tips = What you can try
search-none-tip-words = Try fewer words, or another word for the same thing.
search-none-tip-spelling = Check the spelling.
search-none-tip-category = Look in all subjects: this one has nothing about it.
search-none-ask = Ask us instead
search-none-ask-text = Write to us and a person will answer.
search-short-text = Did you not find it?

# The start page
home-title = What do you need help with?
home-lead = Search for an answer, or write to us and we will help you on.
home-popular = What many people ask
home-categories = All subjects
home-category-count = { $count ->
     [one] 1 article
    *[other] { $count } articles
}
home-help = Ways to get help
home-write = Write to us
home-write-text = It takes a minute or two. A person answers, and you can always see what is happening.
home-tickets = My tickets
home-tickets-text = Read our answers and carry on where you were.
home-link = Find my ticket
home-link-text = Did you write to us without signing in? Get the link to your ticket again.
home-call = Call us
home-status = Status
home-status-text = See whether anything is down and what is planned.
hours-today = Open today { $from }–{ $until }.
hours-closed = We are closed right now and open { $opens }.
hours-answer = Write now and you will have an answer by { $by }.

# Articles and what one thinks of them
articles-title = Help articles
articles-lead = Answers to what many people ask, by subject.
articles-all-of = { $count ->
     [one] Show the article in { $category }
    *[other] Show all { $count } in { $category }
}
articles-empty = There are no articles here yet.
articles-other-lang = This subject is not available in English yet. The articles are in { $language }.
article-other-lang = This article is not available in English yet. You are reading it in { $language }.
article-machine = This text was translated by a machine and nobody has checked it. Some of it may be wrong.
article-toc = On this page
article-updated = Last updated { $date }
article-languages = Read in another language
article-related = More on this subject
article-help = Do you need more help?
rating-title = Did this help?
rating-yes = Yes, it helped
rating-no = No, not really
rating-comment = Tell us more if you like
rating-comment-hint = Please write nothing about who you are. We read everything but cannot answer here.
rating-comment-send = Send
rating-thanks = Thank you! Your answer makes this better for the next person.
rating-thanks-no = Thank you for telling us. What was missing?
rating-thanks-comment = Thank you! We have saved what you wrote.
rating-contact = Would you like an answer? Write to us
