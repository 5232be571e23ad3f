# Finding and reading: the start page, search, articles.

category-other = Other

# The search box
search-label = Search the help articles
search-button = Search
search-suggestions = Suggestions
search-for = See all results for “{ $q }”
search-suggestion-count = { $count ->
     [0] No suggestions.
     [one] One suggestion. Use the arrow keys.
    *[other] { $count } suggestions. Use the arrow keys.
}

# Search results
search-title = Search for help
search-heading = { $count ->
     [0] No results for “{ $q }”
     [one] One result for “{ $q }”
    *[other] { $count } results for “{ $q }”
}
search-intro = Describe what you need in a few words, for example “forgotten password”.
search-categories = Subjects
search-all-categories = All subjects
search-all-languages = We found nothing in English. Here are articles in { $language }.
search-also = { $count ->
     [one] One result in { $language }
    *[other] { $count } results in { $language }
}
search-in-sv = Swedish
search-in-nb = Norwegian Bokmål
search-in-nn = Norwegian Nynorsk
search-in-en = English
search-engine-away = Search is more basic than usual right now: it does not understand spelling mistakes or word forms. If you cannot find what you need, try another word.
search-none-tips = Things to try
search-none-tip-words = Use fewer words, or another word for the same thing.
search-none-tip-spelling = Check the spelling.
search-none-tip-category = Search all subjects: this one has nothing about it.
search-none-ask = Contact us
search-none-ask-text = A person will answer.
search-short-text = Did you not find it?

# The start page
home-title = What do you need help with?
home-lead = Search for an answer, or contact us and we will help you.
home-popular = Popular articles
home-categories = All subjects
home-category-count = { $count ->
     [one] 1 article
    *[other] { $count } articles
}
home-help = Ways to get help
home-write = Contact us
home-write-text = It takes a minute or two. A person answers, and you can always see what is happening.
home-tickets = My tickets
home-tickets-text = Read our replies and carry on where you left off.
home-link = Find my ticket
home-link-text = Did you contact us without signing in? Get the link to your ticket again.
home-call = Call us
home-email = E-mail us
home-chat = Chat with us
home-status = Service status
home-status-text = See whether anything is down and what is planned.
hours-today = Open today { $hours }.
hours-closed = We are closed right now and open { $opens }.
hours-answer = Contact us now and you will have a reply by { $by }.
closure-closed = { $days } we are closed.
closure-hours = { $days } we are open { $hours }.
closure-because = { $reason }: { $sentence }

# Articles and what one thinks of them
articles-title = Help articles
articles-lead = Answers to common questions, by subject.
articles-all-of = { $count ->
     [one] Show the article in { $category }
    *[other] Show all { $count } in { $category }
}
articles-empty = There are no articles here yet.
articles-other-lang = This subject is not available in English yet. The articles are in { $language }.
article-other-lang = This article is not available in English yet. You are reading it in { $language }.
article-machine = This text is a machine translation that nobody has checked. Parts of it may be wrong.
article-toc = On this page
article-updated = Last updated { $date }
article-languages = Read in another language
article-related = More on this subject
article-help = Do you need more help?
rating-title = Was this helpful?
rating-yes = Yes
rating-no = No
rating-comment = Tell us more if you like
rating-comment-hint = Please do not include anything about who you are. We read every comment but cannot reply here.
rating-comment-send = Send
rating-thanks = Thank you! Your feedback helps us make this better.
rating-thanks-no = Thank you for telling us. What was missing?
rating-thanks-comment = Thank you! Your comment has been saved.
rating-contact = Would you like a reply? Contact us
home-waiting = { $count ->
    [one] A reply is waiting for you
   *[other] { $count } replies are waiting for you
}
home-unread = { $count ->
    [one] Something new in one of your tickets
   *[other] Something new in { $count } of your tickets
}
article-outdated = This text has not been updated, and something in it is no longer right. Please read it in { $language }.
article-edit = Edit
articles-recent = Recently updated
articles-feed = Follow changes (Atom)
error-state-investigating = Investigating
error-state-workaround = Workaround
error-state-fixed = Fixed
error-explain-investigating = We know of this error and are looking for its cause.
error-explain-workaround = The error is still there, but there is a way around it. It is described below.
error-explain-fixed = The error is fixed. Write to us if it still does not work.
error-about = How the error is going
error-affected = { $count ->
    [0] Nobody has said that the error affects them.
    [one] The error affects at least one person.
   *[other] The error affects at least { $count } people.
}
error-follow = It affects me, email me when something happens
error-affects-me = It affects me too
error-following = You follow the error and get an email when something happens.
error-unfollow = Stop following
error-counted = You are counted.
error-sign-in = Sign in to get an email when something happens.
notice-error-followed = You will get an email when something happens to the error.
notice-error-counted = Thank you, now we know that the error affects you too.
notice-error-unfollowed = You will get no more emails about the error.
notice-error-state-saved = Saved. Those who follow the error get an email.
articles-known-errors = Known errors
article-kind-article = Article
article-kind-faq = Question and answer
article-kind-guide = Step-by-step guide
article-kind-troubleshooting = Troubleshooting
article-kind-known-error = Known error
article-kind-term = Explanation of a word
glossary-title = Glossary
glossary-lead = What the words mean.
glossary-empty = No words are explained yet.
guide-done = Done:
guide-step = Done with step
tree-way = The way here
tree-again = Start again
tree-all = Show all steps
tree-end = Did that solve it?
tree-ask = No, write to us
tree-tried = I followed the troubleshooting “{ $title }”:
