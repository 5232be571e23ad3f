# Å finne og lese: framsida, søk, artiklar.

category-other = Anna

# Søkefeltet
search-label = Søk i hjelpeartiklane
search-button = Søk
search-suggestions = Forslag
search-for = Vis alle treff på «{ $q }»
search-suggestion-count = { $count ->
     [0] Ingen forslag.
     [one] Eitt forslag. Bruk piltastane.
    *[other] { $count } forslag. Bruk piltastane.
}

# Søkeresultat
search-title = Søk etter hjelp
search-heading = { $count ->
     [0] Ingen treff på «{ $q }»
     [one] Eitt treff på «{ $q }»
    *[other] { $count } treff på «{ $q }»
}
search-intro = Skriv nokre ord om det du lurer på, til dømes «gløymt passord».
search-categories = Emne
search-all-categories = Alle emne
search-all-languages = Vi fann ingenting på nynorsk. Her er artiklar på { $language }.
search-also = { $count ->
     [one] Eitt treff på { $language }
    *[other] { $count } treff på { $language }
}
search-in-sv = svensk
search-in-nb = bokmål
search-in-nn = nynorsk
search-in-en = engelsk
search-engine-away = Søket er enklare enn vanleg akkurat no og forstår ikkje skrivefeil og bøyingar. Finn du ikkje det du leitar etter, prøv eit anna ord.
search-none-tips = Slik kjem du vidare
search-none-tip-words = Prøv færre ord, eller eit anna ord for det same.
search-none-tip-spelling = Sjå etter at orda er rett skrivne.
search-none-tip-category = Sjå i alle emne: dette emnet har ingenting om det.
search-none-ask = Skriv til oss
search-none-ask-text = Eit menneske svarar.
search-short-text = Fann du ikkje det du leita etter?

# Framsida
home-title = Kva treng du hjelp med?
home-lead = Søk etter eit svar, eller skriv til oss, så hjelper vi deg vidare.
home-popular = Det mange lurer på
home-categories = Alle emne
home-category-count = { $count ->
     [one] 1 artikkel
    *[other] { $count } artiklar
}
home-help = Slik får du hjelp
home-write = Skriv til oss
home-write-text = Det tar eit minutt eller to. Du får svar frå eit menneske og kan alltid sjå kva som skjer.
home-tickets = Sakene mine
home-tickets-text = Les svara våre og hald fram der du var.
home-link = Finn saka mi
home-link-text = Har du skrive til oss utan å logge inn? Få lenka til saka di på nytt.
home-call = Ring oss
home-email = Send oss e-post
home-chat = Chat med oss
home-status = Driftsstatus
home-status-text = Sjå om noko er nede, og kva som er planlagt.
hours-today = Ope i dag { $hours }.
hours-closed = Vi har stengt akkurat no og opnar { $opens }.
hours-answer = Skriv du no, får du svar seinast { $by }.
closure-closed = { $days } har vi stengt.
closure-hours = { $days } har vi ope { $hours }.
closure-because = { $reason }: { $sentence }

# Artiklar og kva ein synest om dei
articles-title = Hjelpeartiklar
articles-lead = Svar på det mange lurer på, samla etter emne.
articles-all-of = { $count ->
     [one] Vis artikkelen i { $category }
    *[other] Vis alle { $count } i { $category }
}
articles-empty = Her er det ingen artiklar enno.
articles-other-lang = Dette emnet finst ikkje på nynorsk enno. Artiklane er på { $language }.
article-other-lang = Denne artikkelen finst ikkje på nynorsk enno. Du les han på { $language }.
article-machine = Teksten er omsett av ei maskin, og ingen har lese gjennom han. Noko kan ha blitt feil.
article-toc = På denne sida
article-updated = Sist oppdatert { $date }
article-languages = Les på eit anna språk
article-related = Meir om same emne
article-help = Treng du meir hjelp?
rating-title = Hjelpte dette deg?
rating-yes = Ja, det hjelpte
rating-no = Nei, ikkje heilt
rating-comment = Fortel gjerne meir
rating-comment-hint = Ikkje skriv noko om kven du er. Vi les alt, men kan ikkje svare her.
rating-comment-send = Send
rating-thanks = Takk! Svaret ditt gjer hjelpa betre for nestemann.
rating-thanks-no = Takk for at du seier frå. Kva sakna du?
rating-thanks-comment = Takk! Vi har lagra det du skreiv.
rating-contact = Vil du ha svar? Skriv til oss
home-waiting = { $count ->
    [one] Eitt svar ventar på deg
   *[other] { $count } svar ventar på deg
}
home-unread = { $count ->
    [one] Nytt i éi av sakene dine
   *[other] Nytt i { $count } av sakene dine
}
article-outdated = Denne teksten er ikkje oppdatert, og noko i han stemmer ikkje lenger. Les han heller på { $language }.
article-edit = Rediger
articles-recent = Sist oppdatert
articles-feed = Følg endringar (Atom)
error-state-investigating = Under feilsøking
error-state-workaround = Kan omgåast
error-state-fixed = Retta
error-explain-investigating = Vi kjenner til feilen og leitar etter årsaka.
error-explain-workaround = Feilen er der framleis, men det finst ein måte å kome rundt han på. Han står nedanfor.
error-explain-fixed = Feilen er retta. Skriv til oss viss det likevel ikkje fungerer.
error-about = Korleis det går med feilen
error-affected = { $count ->
    [0] Ingen har sagt at feilen gjeld dei.
    [one] Feilen gjeld minst éin person.
   *[other] Feilen gjeld minst { $count } personar.
}
error-follow = Det gjeld meg, send e-post når noko skjer
error-affects-me = Det gjeld meg òg
error-following = Du følgjer feilen og får e-post når noko skjer.
error-unfollow = Slutt å følgje
error-counted = Du er talt med.
error-sign-in = Logg inn viss du vil ha e-post når noko skjer.
notice-error-followed = Du får e-post når noko skjer med feilen.
notice-error-counted = Takk, no veit vi at feilen gjeld deg òg.
notice-error-unfollowed = Du får ikkje fleire e-postar om feilen.
notice-error-state-saved = Lagra. Dei som følgjer feilen, får e-post.
articles-known-errors = Kjende feil
article-kind-article = Artikkel
article-kind-faq = Spørsmål og svar
article-kind-guide = Steg for steg
article-kind-troubleshooting = Feilsøking
article-kind-known-error = Kjend feil
article-kind-term = Ordforklaring
glossary-title = Ordliste
glossary-lead = Kva orda tyder.
glossary-empty = Ingen ord er forklarte enno.
guide-done = Ferdig:
guide-step = Ferdig med steg
tree-way = Vegen hit
tree-again = Begynn på nytt
tree-all = Vis alle stega
tree-end = Løyste det seg?
tree-ask = Nei, skriv til oss
tree-tried = Eg har følgt feilsøkinga «{ $title }»:
