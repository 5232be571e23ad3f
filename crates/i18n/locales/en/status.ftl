# status

problem-required-title = Write a heading in at least one language.
problem-required-words = Write a few words about it in at least one language.
problem-required-time = Fill in date and time.
problem-short-notice = The work starts in less than 24 hours, so some people may not hear of it in time. Confirm that it should be published anyway.
