# Ärenden: skicka in, följa, svara, betygsätta.

yes = Ja
no = Nej

ticket-reference = Ärendenummer
ticket-subject = Rubrik
ticket-topic = Vad gäller det?
ticket-status = Läge
ticket-requester = Frågan kommer från
ticket-filed-by = Inskickat av
ticket-created = Inskickat
ticket-assignee = Din kontakt
ticket-facts = Om ärendet
ticket-close = Det är löst, stäng ärendet
ticket-reopen = Öppna ärendet igen

status-new = Mottaget
status-open = Vi arbetar med det
status-waiting-for-requester = Väntar på ditt svar
status-on-hold = Väntar på något utanför supporten
status-solved = Löst
status-closed = Stängt

priority-p1 = P1 – akut
priority-p2 = P2 – brådskande
priority-p3 = P3 – normal
priority-p4 = P4 – kan vänta

side-requester = frågar
side-counsellor = handledare
side-support = support
side-system = automatiskt

new-title = Skriv till oss
new-title-for = Skriv för { $name }
new-behalf = Du skriver för { $name }. Båda era namn syns i ärendet, och { $name } får ett mejl.
new-promise = Skickar du nu får du svar senast { $when }.
new-promise-sometime = Vi svarar så snart vi kan.
new-organisation = Vilken organisation gäller det?
new-subject-hint = Med några få ord, till exempel ”BankID fungerar inte på ny telefon”.
new-description = Beskriv vad som hände
new-description-hint = Vad ville du göra, vad hände i stället, och när? Skriv inte personnummer eller lösenord.
new-name = Ditt namn
new-email-hint = Hit skickar vi svaret.
new-urgent-legend = Är det brådskande?
new-urgent-hint = Det är brådskande om du missar en sista dag, ett möte eller pengar i dag eller i morgon.
new-urgent = Ja, det är brådskande
new-files = Bilagor
new-files-hint = Bild, PDF, text, dokument eller film. Högst { $one } MB per fil och { $all } MB tillsammans.
new-send = Skicka
new-forget = Släng utkastet

check-title = Stämmer det här?
check-urgent = Brådskande

help-articles = Kanske finns svaret redan här
draft-saving = Sparar …
draft-saved = Sparat som utkast
draft-failed = Utkastet kunde inte sparas just nu
upload-sending = Skickar filer
upload-remove = Ta bort
upload-failed = Filerna kunde inte skickas i förväg. De följer med när du skickar formuläret.
upload-ready = Filerna är framme.

filed-title = Tack, vi har tagit emot ditt ärende
filed-reference = Ditt ärendenummer är
email-likely = Menade du { $email }?
filed-email-likely = Menade du { $email }? Då kommer våra mejl inte fram. Skicka i så fall ärendet en gång till med den adressen.
filed-email-likely-change = Menade du { $email }? Då kommer våra mejl inte fram. Ändra adressen här nedanför.
filed-mail = Vi skickar en bekräftelse till { $email }.
address-wrong = Fel adress? Ändra
address-right = Rätt e-postadress
address-follows = Vi skickar bekräftelsen till den nya adressen. Länkar som redan har mejlats slutar fungera.
address-save = Ändra adressen
address-by-support = Kommer våra mejl inte fram? Skriv din rätta e-postadress i ett svar, så ändrar vi den.

next-promise = Du får svar senast { $when }.
next-late = Svaret är försenat. Vi svarar så snart vi kan.
next-new = Vi läser ditt ärende och svarar så snart vi kan.
next-open = Vi arbetar med ditt ärende och hör av oss här.
next-waiting-for-requester = Vi har svarat och väntar på dig. Skriv ditt svar längst ned.
next-on-hold = Vi väntar på något utanför supporten. Vi hör av oss så fort vi vet mer.
next-solved = Vi tror att det är löst. Är det inte det, svara här så öppnas ärendet igen.
next-closed = Ärendet är stängt. Svara här om du behöver öppna det igen.

thread-label = Meddelanden
entry-change = { $name } ändrade läget till: { $status }
entry-note = intern anteckning
entry-files = Bilagor

# what happened, for support: after the name of who did it
event-priority = Prioritet ändrad från { $from } till { $to }
event-assigned = Tilldelat { $agent }
event-unassigned = Inte längre tilldelat { $agent }
event-private = Gjort privat
event-shared = Delat igen
event-rated = Gav hjälpen betyget { $score } av 5
event-account = Flyttat till ett konto
event-redacted = Uppgifter borttagna
event-address = Adressen rättad
event-promised = Svar lovat senast { $when }
event-removed-agent = en borttagen person
event-unknown = Ändrat

answers-by-mail = Våra svar finns i mejlet till { $email }. De visas här också när du har öppnat länken i det.
answer-title = Skriv ett svar
answer-reopens = Ärendet är klart. Skriver du ett svar öppnas det igen.
answer-body = Ditt svar
answer-send = Skicka svaret
live-news = Det har kommit något nytt i ärendet.
live-on = Nya meddelanden visas här genast.
live-changed = Läget har ändrats.
live-reload = Ladda om sidan

survey-title = Hur var hjälpen?
survey-thanks = Tack för ditt betyg! Du kan ändra det om du vill.
survey-score = Ditt betyg, från 1 till 5
survey-comment = Vad kunde ha varit bättre?
survey-send = Skicka betyget
score-1 = mycket dålig
score-2 = dålig
score-3 = okej
score-4 = bra
score-5 = mycket bra

list-new = Skriv till oss
list-empty = Här finns inga ärenden.
list-empty-own = Du har inga ärenden än. Skriv till oss om du behöver hjälp.
list-updated = Ändrat
list-unread = Nytt
list-promise = Svar senast { $when }
show-label = Vilka ärenden visas
show-all = Alla
show-waiting = Väntar på mig
show-open = Pågår
show-done = Klara

link-title = Få en ny länk till ditt ärende
link-text = Skriv e-postadressen som du använde, så skickar vi nya länkar till dina ärenden.
link-send = Skicka länkar
link-sent-title = Titta i din e-post
link-sent-text = Om det finns ärenden med adressen har vi skickat länkar till den. Det kan ta någon minut. Hittar du inget mejl, titta i skräpposten.
link-expired-title = Länken fungerar inte längre
link-account = Har du ett konto?
link-claimed-title = Logga in för att se ärendet
link-claimed-text = Ärendet hör till ett konto nu. Länken i mejlet öppnar det inte längre, men efter inloggningen kommer du tillbaka till ärendet.
unsubscribe-title = Inga fler mejl om ändrat läge
unsubscribe-text = Du får fortfarande mejl när någon svarar dig. Tryck på knappen för att slippa mejlen om ändrat läge.
unsubscribe-button = Sluta skicka
unsubscribed-title = Klart
unsubscribed-text = Du får inte längre mejl när läget ändras. Svar på dina frågor kommer som vanligt.

notice-reply-sent = Ditt svar är skickat.
notice-ticket-closed = Ärendet är stängt.
notice-ticket-reopened = Ärendet är öppet igen.
notice-ticket-private = Ärendet är privat nu: bara du och supporten ser det.
notice-ticket-shared = Ärendet är inte längre privat.
notice-tickets-claimed = Ärendena hör nu till ditt konto.
notice-address-corrected = Adressen är ändrad. Ett mejl med länk till ärendet skickas dit.
notice-draft-discarded = Utkastet är slängt.
survey-given = Du har redan svarat. Du kan ändra ditt svar här.
entry-own = Du
