# Henvendelser: sende inn, følge, svare, vurdere.

yes = Ja
no = Nei

ticket-reference = Saksnummer
ticket-subject = Overskrift
ticket-topic = Hva gjelder det?
ticket-status = Status
ticket-requester = Spørsmålet kommer fra
ticket-filed-by = Sendt inn av
ticket-created = Sendt inn
ticket-assignee = Din kontakt
ticket-facts = Om henvendelsen
ticket-close = Det er løst, lukk henvendelsen
ticket-reopen = Åpne henvendelsen igjen

status-new = Mottatt
status-open = Vi arbeider med det
status-waiting-for-requester = Venter på svaret ditt
status-on-hold = Venter på noe utenfor brukerstøtten
status-solved = Løst
status-closed = Lukket

priority-p1 = P1 – kritisk
priority-p2 = P2 – haster
priority-p3 = P3 – normal
priority-p4 = P4 – kan vente

side-requester = spør
side-counsellor = veileder
side-support = brukerstøtte
side-system = automatisk

new-title = Skriv til oss
new-title-for = Skriv for { $name }
new-behalf = Du skriver for { $name }. Begge navnene deres vises i henvendelsen, og { $name } får en e-post.
new-promise = Sender du nå, får du svar senest { $when }.
new-promise-sometime = Vi svarer så snart vi kan.
new-organisation = Hvilken organisasjon gjelder det?
new-subject-hint = Med noen få ord, for eksempel «BankID virker ikke på ny telefon».
new-description = Beskriv hva som skjedde
new-description-hint = Hva ville du gjøre, hva skjedde i stedet, og når? Ikke skriv fødselsnummer eller passord.
new-name = Navnet ditt
new-email-hint = Hit sender vi svaret.
new-urgent-legend = Haster det?
new-urgent-hint = Det haster hvis du mister en frist, et møte eller penger i dag eller i morgen.
new-urgent = Ja, det haster
new-files = Vedlegg
new-files-hint = Bilde, PDF, tekst, dokument eller film. Høyst { $one } MB per fil og { $all } MB til sammen.
new-send = Send
new-forget = Slett utkastet

check-title = Stemmer dette?
check-urgent = Haster

help-articles = Kanskje finnes svaret allerede her
draft-saving = Lagrer …
draft-saved = Lagret som utkast
draft-failed = Utkastet kunne ikke lagres akkurat nå
upload-sending = Sender filer
upload-remove = Fjern
upload-failed = Filene kunne ikke sendes på forhånd. De følger med når du sender skjemaet.
upload-ready = Filene er fremme.

filed-title = Takk, vi har mottatt henvendelsen din
filed-reference = Saksnummeret ditt er
email-likely = Mente du { $email }?
filed-email-likely = Mente du { $email }? Da kommer ikke e-posten vår frem. Send i så fall henvendelsen en gang til med den adressen.
filed-email-likely-change = Mente du { $email }? Da kommer ikke e-posten vår frem. Endre adressen her nedenfor.
filed-mail = Vi sender en bekreftelse til { $email }.
address-wrong = Feil adresse? Endre
address-right = Riktig e-postadresse
address-follows = Vi sender bekreftelsen til den nye adressen. Lenker som allerede er sendt, slutter å virke.
address-save = Endre adressen
address-by-support = Kommer ikke e-posten vår frem? Skriv den riktige e-postadressen din i et svar, så endrer vi den.

next-promise = Du får svar senest { $when }.
next-late = Svaret er forsinket. Vi svarer så snart vi kan.
next-new = Vi leser henvendelsen din og svarer så snart vi kan.
next-open = Vi arbeider med henvendelsen din og svarer her.
next-waiting-for-requester = Vi har svart og venter på deg. Skriv svaret ditt nederst.
next-on-hold = Vi venter på noe utenfor brukerstøtten. Vi gir beskjed så snart vi vet mer.
next-solved = Vi tror det er løst. Hvis ikke, svar her, så åpnes henvendelsen igjen.
next-closed = Henvendelsen er lukket. Svar her hvis du trenger å åpne den igjen.

thread-label = Meldinger
entry-change = { $name } endret statusen til: { $status }
entry-note = internt notat
entry-files = Vedlegg

# what happened, for support: after the name of who did it
event-priority = Prioritet endret fra { $from } til { $to }
event-assigned = Tildelt { $agent }
event-unassigned = Ikke lenger tildelt { $agent }
event-private = Gjort privat
event-shared = Delt igjen
event-rated = Ga hjelpen vurderingen { $score } av 5
event-account = Flyttet til en konto
event-redacted = Opplysninger fjernet
event-address = Adressen rettet
event-promised = Svar lovet senest { $when }
event-removed-agent = en person som er fjernet
event-unknown = Endret

answers-by-mail = Svarene våre er i e-posten til { $email }. De vises her også når du har åpnet lenken i den.
answer-title = Skriv et svar
answer-reopens = Henvendelsen er ferdig. Skriver du et svar, åpnes den igjen.
answer-body = Svaret ditt
answer-send = Send svaret
live-news = Det har kommet noe nytt i henvendelsen.
live-on = Nye meldinger vises her med en gang.
live-changed = Statusen er endret.
live-reload = Last siden på nytt

survey-title = Hvordan var hjelpen?
survey-thanks = Takk for vurderingen! Du kan endre den hvis du vil.
survey-score = Vurderingen din, fra 1 til 5
survey-comment = Hva kunne vært bedre?
survey-send = Send vurderingen
score-1 = svært dårlig
score-2 = dårlig
score-3 = helt grei
score-4 = bra
score-5 = svært bra

list-new = Skriv til oss
list-empty = Her er det ingen henvendelser.
list-empty-own = Du har ingen henvendelser ennå. Skriv til oss hvis du trenger hjelp.
list-updated = Endret
list-unread = Nytt
list-promise = Svar senest { $when }
show-label = Hvilke henvendelser vises
show-all = Alle
show-waiting = Venter på meg
show-open = Pågår
show-done = Ferdige

link-title = Få en ny lenke til henvendelsen din
link-text = Skriv e-postadressen du brukte, så sender vi nye lenker til henvendelsene dine.
link-send = Send lenker
link-sent-title = Sjekk e-posten din
link-sent-text = Hvis det finnes henvendelser med adressen, har vi sendt lenker til den. Det kan ta et minutt. Finner du ingen e-post, se i søppelposten.
link-expired-title = Lenken virker ikke lenger
link-account = Har du en konto?
link-claimed-title = Logg inn for å se henvendelsen
link-claimed-text = Henvendelsen hører til en konto nå. Lenken i e-posten åpner den ikke lenger, men etter innloggingen kommer du tilbake til henvendelsen.
unsubscribe-title = Ikke mer e-post om endret status
unsubscribe-text = Du får fortsatt e-post når noen svarer deg. Trykk på knappen for å slippe e-post om endret status.
unsubscribe-button = Slutt å sende
unsubscribed-title = Ferdig
unsubscribed-text = Du får ikke lenger e-post når statusen endres. Svar på spørsmålene dine kommer som vanlig.

notice-reply-sent = Svaret ditt er sendt.
notice-ticket-closed = Henvendelsen er lukket.
notice-ticket-reopened = Henvendelsen er åpen igjen.
notice-ticket-private = Henvendelsen er privat nå: bare du og brukerstøtten ser den.
notice-ticket-shared = Henvendelsen er ikke lenger privat.
notice-tickets-claimed = Henvendelsene hører nå til kontoen din.
notice-address-corrected = Adressen er endret. En e-post med lenke til henvendelsen sendes dit.
notice-draft-discarded = Utkastet er slettet.
survey-given = Du har allerede svart. Du kan endre svaret ditt her.
entry-own = Du
