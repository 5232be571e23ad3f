# Å finne og lese: forsiden, søk, artikler.

category-other = Annet

# Søkefeltet
search-label = Søk i hjelpeartiklene
search-button = Søk
search-suggestions = Forslag
search-for = Vis alle treff på «{ $q }»
search-suggestion-count = { $count ->
     [0] Ingen forslag.
     [one] Ett forslag. Bruk piltastene.
    *[other] { $count } forslag. Bruk piltastene.
}

# Søkeresultater
search-title = Søk etter hjelp
search-heading = { $count ->
     [0] Ingen treff på «{ $q }»
     [one] Ett treff på «{ $q }»
    *[other] { $count } treff på «{ $q }»
}
search-intro = Skriv noen ord om det du lurer på, for eksempel «glemt passord».
search-categories = Emner
search-all-categories = Alle emner
search-all-languages = Vi fant ingenting på bokmål. Her er artikler på { $language }.
search-also = { $count ->
     [one] Ett treff på { $language }
    *[other] { $count } treff på { $language }
}
search-in-sv = svensk
search-in-nb = bokmål
search-in-nn = nynorsk
search-in-en = engelsk
search-engine-away = Søket er enklere enn vanlig akkurat nå og forstår ikke skrivefeil og bøyninger. Finner du ikke det du leter etter, prøv et annet ord.
search-none-tips = Slik kommer du videre
search-none-tip-words = Prøv færre ord, eller et annet ord for det samme.
search-none-tip-spelling = Se etter at ordene er riktig stavet.
search-none-tip-category = Se i alle emner: dette emnet har ingenting om det.
search-none-ask = Skriv til oss
search-none-ask-text = Et menneske svarer.
search-short-text = Fant du ikke det du lette etter?

# Forsiden
home-title = Hva trenger du hjelp med?
home-lead = Søk etter et svar, eller skriv til oss, så hjelper vi deg videre.
home-popular = Det mange lurer på
home-categories = Alle emner
home-category-count = { $count ->
     [one] 1 artikkel
    *[other] { $count } artikler
}
home-help = Slik får du hjelp
home-write = Skriv til oss
home-write-text = Det tar et minutt eller to. Du får svar fra et menneske og kan alltid se hva som skjer.
home-tickets = Mine henvendelser
home-tickets-text = Les svarene våre og fortsett der du var.
home-link = Finn henvendelsen min
home-link-text = Har du skrevet til oss uten å logge inn? Få lenken til henvendelsen din på nytt.
home-call = Ring oss
home-email = Send oss e-post
home-chat = Chat med oss
home-status = Driftsstatus
home-status-text = Se om noe er nede, og hva som er planlagt.
hours-today = Åpent i dag { $hours }.
hours-closed = Vi har stengt akkurat nå og åpner { $opens }.
hours-answer = Skriver du nå, får du svar senest { $by }.
closure-closed = { $days } har vi stengt.
closure-hours = { $days } har vi åpent { $hours }.
closure-because = { $reason }: { $sentence }

# Artikler og hva man synes om dem
articles-title = Hjelpeartikler
articles-lead = Svar på det mange lurer på, samlet etter emne.
articles-all-of = { $count ->
     [one] Vis artikkelen i { $category }
    *[other] Vis alle { $count } i { $category }
}
articles-empty = Her er det ingen artikler ennå.
articles-other-lang = Dette emnet finnes ikke på bokmål ennå. Artiklene er på { $language }.
article-other-lang = Denne artikkelen finnes ikke på bokmål ennå. Du leser den på { $language }.
article-machine = Teksten er oversatt av en maskin, og ingen har lest gjennom den. Noe kan ha blitt feil.
article-toc = På denne siden
article-updated = Sist oppdatert { $date }
article-languages = Les på et annet språk
article-related = Mer om samme emne
article-help = Trenger du mer hjelp?
rating-title = Hjalp dette deg?
rating-yes = Ja, det hjalp
rating-no = Nei, ikke helt
rating-comment = Fortell gjerne mer
rating-comment-hint = Ikke skriv noe om hvem du er. Vi leser alt, men kan ikke svare her.
rating-comment-send = Send
rating-thanks = Takk! Svaret ditt gjør hjelpen bedre for nestemann.
rating-thanks-no = Takk for at du sier fra. Hva savnet du?
rating-thanks-comment = Takk! Vi har lagret det du skrev.
rating-contact = Vil du ha svar? Skriv til oss
home-waiting = { $count ->
    [one] Ett svar venter på deg
   *[other] { $count } svar venter på deg
}
home-unread = { $count ->
    [one] Nytt i én av henvendelsene dine
   *[other] Nytt i { $count } av henvendelsene dine
}
article-outdated = Denne teksten er ikke oppdatert, og noe i den stemmer ikke lenger. Les den heller på { $language }.
article-edit = Rediger
articles-recent = Sist oppdatert
articles-feed = Følg endringer (Atom)
error-state-investigating = Under feilsøking
error-state-workaround = Kan omgås
error-state-fixed = Rettet
error-explain-investigating = Vi kjenner til feilen og leter etter årsaken.
error-explain-workaround = Feilen er der fortsatt, men det finnes en måte å komme rundt den på. Den står nedenfor.
error-explain-fixed = Feilen er rettet. Skriv til oss hvis det likevel ikke fungerer.
error-about = Hvordan det går med feilen
error-affected = { $count ->
    [0] Ingen har sagt at feilen gjelder dem.
    [one] Feilen gjelder minst én person.
   *[other] Feilen gjelder minst { $count } personer.
}
error-follow = Det gjelder meg, send e-post når noe skjer
error-affects-me = Det gjelder meg også
error-following = Du følger feilen og får e-post når noe skjer.
error-unfollow = Slutt å følge
error-counted = Du er talt med.
error-sign-in = Logg inn hvis du vil ha e-post når noe skjer.
notice-error-followed = Du får e-post når noe skjer med feilen.
notice-error-counted = Takk, nå vet vi at feilen gjelder deg også.
notice-error-unfollowed = Du får ikke flere e-poster om feilen.
notice-error-state-saved = Lagret. De som følger feilen, får e-post.
articles-known-errors = Kjente feil
article-kind-article = Artikkel
article-kind-faq = Spørsmål og svar
article-kind-guide = Steg for steg
article-kind-troubleshooting = Feilsøking
article-kind-known-error = Kjent feil
article-kind-term = Ordforklaring
glossary-title = Ordliste
glossary-lead = Hva ordene betyr.
glossary-empty = Ingen ord er forklart ennå.
guide-done = Ferdig:
guide-step = Ferdig med steg
tree-way = Veien hit
tree-again = Begynn på nytt
tree-all = Vis alle stegene
tree-end = Løste det seg?
tree-ask = Nei, skriv til oss
tree-tried = Jeg har fulgt feilsøkingen «{ $title }»:
