# Att hitta och läsa: startsidan, sökning, artiklar.

category-other = Övrigt

# Sökrutan
search-label = Sök bland hjälpartiklarna
search-button = Sök
search-suggestions = Förslag
search-for = Visa alla träffar för ”{ $q }”
search-suggestion-count = { $count ->
     [0] Inga förslag.
     [one] Ett förslag. Använd piltangenterna.
    *[other] { $count } förslag. Använd piltangenterna.
}

# Sökresultat
search-title = Sök hjälp
search-heading = { $count ->
     [0] Inga träffar på ”{ $q }”
     [one] En träff på ”{ $q }”
    *[other] { $count } träffar på ”{ $q }”
}
search-intro = Skriv några ord om det du undrar över, till exempel ”glömt lösenord”.
search-categories = Ämnen
search-all-categories = Alla ämnen
search-all-languages = Vi hittade inget på svenska. Här är artiklar på { $language }.
search-also = { $count ->
     [one] En träff på { $language }
    *[other] { $count } träffar på { $language }
}
search-in-sv = svenska
search-in-nb = norska (bokmål)
search-in-nn = nynorska
search-in-en = engelska
search-engine-away = Sökningen är enklare än vanligt just nu och förstår inte felstavningar och böjningar. Hittar du inte det du söker, pröva ett annat ord.
search-none-tips = Så kan du komma vidare
search-none-tip-words = Pröva färre ord, eller ett annat ord för samma sak.
search-none-tip-spelling = Se efter att orden är rätt stavade.
search-none-tip-category = Titta i alla ämnen: i det här ämnet finns inget om det.
search-none-ask = Skriv till oss
search-none-ask-text = En människa svarar.
search-short-text = Hittade du inte det du sökte?

# Startsidan
home-title = Vad behöver du hjälp med?
home-lead = Sök efter ett svar, eller skriv till oss så hjälper vi dig vidare.
home-popular = Det många undrar
home-categories = Alla ämnen
home-category-count = { $count ->
     [one] 1 artikel
    *[other] { $count } artiklar
}
home-help = Så får du hjälp
home-write = Skriv till oss
home-write-text = Det tar någon minut. Du får svar av en människa och kan alltid se vad som händer.
home-tickets = Mina ärenden
home-tickets-text = Läs våra svar och fortsätt där du var.
home-link = Hitta mitt ärende
home-link-text = Har du skrivit till oss utan att logga in? Få länken till ditt ärende igen.
home-call = Ring oss
home-email = Mejla oss
home-chat = Chatta med oss
home-status = Driftläge
home-status-text = Se om något är ur funktion och vad som är planerat.
hours-today = Öppet i dag { $hours }.
hours-closed = Vi har stängt just nu och öppnar { $opens }.
hours-answer = Skriver du nu får du svar senast { $by }.
closure-closed = { $days } har vi stängt.
closure-hours = { $days } har vi öppet { $hours }.
closure-because = { $reason }: { $sentence }

# Artiklar och vad man tycker om dem
articles-title = Hjälpartiklar
articles-lead = Svar på det många undrar, samlade efter ämne.
articles-all-of = { $count ->
     [one] Visa artikeln i { $category }
    *[other] Visa alla { $count } i { $category }
}
articles-empty = Här finns inga artiklar än.
articles-other-lang = Det här ämnet finns inte på svenska än. Artiklarna är på { $language }.
article-other-lang = Den här artikeln finns inte på svenska än. Du läser den på { $language }.
article-machine = Texten är översatt av en dator och ingen har läst igenom den. Något kan ha blivit fel.
article-toc = På den här sidan
article-updated = Senast uppdaterad { $date }
article-languages = Läs på ett annat språk
article-related = Mer i samma ämne
article-help = Behöver du mer hjälp?
rating-title = Hjälpte det här dig?
rating-yes = Ja, det hjälpte
rating-no = Nej, inte riktigt
rating-comment = Berätta gärna mer
rating-comment-hint = Skriv inget om vem du är. Vi läser allt men kan inte svara här.
rating-comment-send = Skicka
rating-thanks = Tack! Ditt svar gör hjälpen bättre för nästa person.
rating-thanks-no = Tack för att du säger det. Vad saknade du?
rating-thanks-comment = Tack! Vi har sparat det du skrev.
rating-contact = Vill du ha svar? Skriv till oss
home-waiting = { $count ->
    [one] Ett svar väntar på dig
   *[other] { $count } svar väntar på dig
}
home-unread = { $count ->
    [one] Nytt i ett av dina ärenden
   *[other] Nytt i { $count } av dina ärenden
}
article-outdated = Den här texten är inte uppdaterad, och något i den stämmer inte längre. Läs den hellre på { $language }.
article-edit = Redigera
articles-recent = Senast uppdaterade
articles-feed = Följ ändringar (Atom)
error-state-investigating = Felsöks
error-state-workaround = Går att komma runt
error-state-fixed = Rättat
error-explain-investigating = Vi känner till felet och letar efter orsaken.
error-explain-workaround = Felet finns kvar, men det finns ett sätt att komma runt det. Det står här nedanför.
error-explain-fixed = Felet är rättat. Skriv till oss om det ändå inte fungerar.
error-about = Hur det går med felet
error-affected = { $count ->
    [0] Ingen har sagt att felet gäller dem.
    [one] Felet gäller minst en person.
   *[other] Felet gäller minst { $count } personer.
}
error-follow = Det gäller mig, mejla när något händer
error-affects-me = Det gäller mig också
error-following = Du följer felet och får ett mejl när något händer.
error-unfollow = Sluta följa
error-counted = Du är räknad.
error-sign-in = Logga in om du vill få ett mejl när något händer.
notice-error-followed = Du får ett mejl när något händer med felet.
notice-error-counted = Tack, nu vet vi att felet gäller dig också.
notice-error-unfollowed = Du får inga fler mejl om felet.
notice-error-state-saved = Sparat. De som följer felet får ett mejl.
articles-known-errors = Kända fel
article-kind-article = Artikel
article-kind-faq = Fråga och svar
article-kind-guide = Steg för steg
article-kind-troubleshooting = Felsökning
article-kind-known-error = Känt fel
article-kind-term = Ordförklaring
glossary-title = Ordlista
glossary-lead = Vad orden betyder.
glossary-empty = Inga ord är förklarade än.
guide-done = Klart:
guide-step = Klar med steg
tree-way = Vägen hit
tree-again = Börja om
tree-all = Visa alla steg
tree-end = Löste det sig?
tree-ask = Nej, skriv till oss
tree-tried = Jag har följt felsökningen ”{ $title }”:
