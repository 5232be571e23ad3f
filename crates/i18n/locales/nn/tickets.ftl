# Saker: sende inn, følge, svare, vurdere.

yes = Ja
no = Nei

ticket-reference = Saksnummer
ticket-subject = Overskrift
ticket-topic = Kva gjeld det?
ticket-status = Status
ticket-requester = Spørsmålet kjem frå
ticket-filed-by = Sendt inn av
ticket-created = Sendt inn
ticket-assignee = Kontakten din
ticket-facts = Om saka
ticket-close = Det er løyst, lukk saka
ticket-reopen = Opne saka igjen

status-new = Tatt imot
status-open = Vi arbeider med det
status-waiting-for-requester = Ventar på svaret ditt
status-on-hold = Ventar på noko utanfor brukarstøtta
status-solved = Løyst
status-closed = Lukka

priority-p1 = P1 – kritisk
priority-p2 = P2 – hastar
priority-p3 = P3 – normal
priority-p4 = P4 – kan vente

side-requester = spør
side-counsellor = rettleiar
side-support = brukarstøtte
side-system = automatisk

new-title = Skriv til oss
new-title-for = Skriv for { $name }
new-behalf = Du skriv for { $name }. Begge namna dykkar er synlege i saka, og { $name } får ein e-post.
new-promise = Sender du no, får du svar seinast { $when }.
new-promise-sometime = Vi svarar så snart vi kan.
new-organisation = Kva organisasjon gjeld det?
new-subject-hint = Med nokre få ord, til dømes «BankID fungerer ikkje på ny telefon».
new-description = Beskriv kva som skjedde
new-description-hint = Kva ville du gjere, kva skjedde i staden, og når? Ikkje skriv fødselsnummer eller passord.
new-name = Namnet ditt
new-email-hint = Hit sender vi svaret.
new-urgent-legend = Hastar det?
new-urgent-hint = Det hastar viss du mistar ein frist, eit møte eller pengar i dag eller i morgon.
new-urgent = Ja, det hastar
new-files = Vedlegg
new-files-hint = Bilde, PDF, tekst, dokument eller film. Høgst { $one } MB per fil og { $all } MB til saman.
new-send = Send
new-forget = Slett utkastet

check-title = Stemmer dette?
check-urgent = Hastar

help-articles = Kanskje finst svaret allereie her
draft-saving = Lagrar …
draft-saved = Lagra som utkast
draft-failed = Utkastet kunne ikkje lagrast akkurat no
upload-sending = Sender filer
upload-remove = Fjern
upload-failed = Filene kunne ikkje sendast på førehand. Dei følger med når du sender skjemaet.
upload-ready = Filene er framme.

filed-title = Takk, vi har tatt imot saka di
filed-reference = Saksnummeret ditt er
email-likely = Meinte du { $email }?
filed-email-likely = Meinte du { $email }? Då kjem ikkje e-posten vår fram. Send i så fall saka ein gong til med den adressa.
filed-email-likely-change = Meinte du { $email }? Då kjem ikkje e-posten vår fram. Endre adressa her nedanfor.
filed-mail = Vi sender ei stadfesting til { $email }.
address-wrong = Feil adresse? Endre
address-right = Den rette e-postadressa
address-follows = Vi sender stadfestinga til den nye adressa. Lenker som allereie er sende, sluttar å fungere.
address-save = Endre adressa
address-by-support = Kjem ikkje e-posten vår fram? Skriv den rette e-postadressa di i eit svar, så endrar vi ho.

next-promise = Du får svar seinast { $when }.
next-late = Svaret er forseinka. Vi svarar så snart vi kan.
next-new = Vi les saka di og svarar så snart vi kan.
next-open = Vi arbeider med saka di og svarar her.
next-waiting-for-requester = Vi har svara og ventar på deg. Skriv svaret ditt nedst.
next-on-hold = Vi ventar på noko utanfor brukarstøtta. Vi gir beskjed så snart vi veit meir.
next-solved = Vi trur det er løyst. Viss ikkje, svar her, så blir saka opna igjen.
next-closed = Saka er lukka. Svar her viss du treng å opne ho igjen.

thread-label = Meldingar
entry-change = { $name } endra statusen til: { $status }
entry-note = internt notat
entry-files = Vedlegg

# what happened, for support: after the name of who did it
event-priority = Prioritet endra frå { $from } til { $to }
event-assigned = Tildelt { $agent }
event-unassigned = Ikkje lenger tildelt { $agent }
event-private = Gjort privat
event-shared = Delt igjen
event-rated = Gav hjelpa vurderinga { $score } av 5
event-account = Flytta til ein konto
event-redacted = Opplysningar fjerna
event-address = Adressa retta
event-promised = Svar lova seinast { $when }
event-removed-agent = ein person som er fjerna
event-unknown = Endra

answers-by-mail = Svara våre finn du i e-posten til { $email }. Dei blir viste her også når du har opna lenka i han.
answer-title = Skriv eit svar
answer-reopens = Saka er ferdig. Skriv du eit svar, blir ho opna igjen.
answer-body = Svaret ditt
answer-send = Send svaret
live-news = Det har komme noko nytt i saka.
live-on = Nye meldingar kjem fram her med ein gong.
live-changed = Statusen er endra.
live-reload = Last sida på nytt

survey-title = Korleis var hjelpa?
survey-thanks = Takk for vurderinga! Du kan endre ho viss du vil.
survey-score = Vurderinga di, frå 1 til 5
survey-comment = Kva kunne vore betre?
survey-send = Send vurderinga
score-1 = svært dårleg
score-2 = dårleg
score-3 = heilt grei
score-4 = bra
score-5 = svært bra

list-new = Skriv til oss
list-empty = Her er det ingen saker.
list-empty-own = Du har ingen saker enno. Skriv til oss viss du treng hjelp.
list-updated = Endra
list-unread = Nytt
list-promise = Svar seinast { $when }
show-label = Kva saker du ser
show-all = Alle
show-waiting = Ventar på meg
show-open = I gang
show-done = Ferdige

link-title = Få ei ny lenke til saka di
link-text = Skriv e-postadressa du brukte, så sender vi nye lenker til sakene dine.
link-send = Send lenker
link-sent-title = Sjekk e-posten din
link-sent-text = Viss det finst saker med adressa, har vi sendt lenker dit. Det kan ta eit minutt. Finn du ingen e-post, sjå i søppelposten.
link-expired-title = Lenka fungerer ikkje lenger
link-account = Har du ein konto?
link-claimed-title = Logg inn for å sjå saka
link-claimed-text = Saka høyrer til ein konto no. Lenka i e-posten opnar ho ikkje lenger, men etter innlogginga kjem du tilbake til saka.
unsubscribe-title = Ikkje meir e-post om endra status
unsubscribe-text = Du får framleis e-post når nokon svarar deg. Trykk på knappen for å sleppe e-post om endra status.
unsubscribe-button = Slutt å sende
unsubscribed-title = Ferdig
unsubscribed-text = Du får ikkje lenger e-post når statusen blir endra. Svar på spørsmåla dine kjem som vanleg.

notice-reply-sent = Svaret ditt er sendt.
notice-ticket-closed = Saka er lukka.
notice-ticket-reopened = Saka er open igjen.
notice-ticket-private = Saka er privat no: berre du og brukarstøtta ser ho.
notice-ticket-shared = Saka er ikkje lenger privat.
notice-tickets-claimed = Sakene høyrer no til kontoen din.
notice-address-corrected = Adressa er endra. Ein e-post med lenke til saka blir send dit.
notice-draft-discarded = Utkastet er sletta.
survey-given = Du har allereie svara. Du kan endre svaret ditt her.
entry-own = Du
