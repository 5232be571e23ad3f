# Kön, ett ärende för supporten, mejl som inte gick fram, och handledarens deltagare.

desk-count = { $count ->
    [one] 1 ärende
   *[other] { $count } ärenden
}
desk-count-many = 1 000+ ärenden
desk-list-title = Ärenden i kön
desk-order-waiting = Det som ska besvaras först står först.
desk-order-latest = Det som ändrades senast står först.
desk-quick-label = Delar av kön
desk-quick-waiting = Väntar på oss
desk-quick-mine = Mina
desk-quick-nobody = Utan handläggare
desk-quick-urgent = Brådskande
desk-filter-label = Filtrera kön
desk-filter-more = Fler filter
desk-search = Sök
desk-search-hint = Rubrik, namn, e-post eller ärendenummer
desk-search-all = Sök bland alla ärenden
desk-clear = Rensa
desk-ticket = Ärende
desk-requester = Från
desk-unknown-guest = Utan konto, adressen är inte bekräftad
desk-deactivated = Kontot är inaktiverat: personen kan inte logga in och får inga mejl.
desk-unknown-guest-account = Adressen hör till ett konto, men den som skrev var inte inloggad.
desk-unknown-guest-reply = Den som skrev kan vara någon annan än { $name }. Skriv inget som bara { $name } får veta.
desk-address = Rätta adressen
desk-address-follows = Länkar till ärendet som har mejlats till den gamla adressen slutar fungera. Mejl som inte har gått fram skickas till den nya.
desk-topic = Gäller
desk-priority = Prioritet
desk-status = Läge
desk-assignee = Handläggare
desk-level = Nivå
desk-escalate = Lyft ärendet
desk-escalate-follows = De som arbetar på den nivån får ett mejl, och den som frågade ser att ärendet är lyft. Räcker inte din nivå går ärendet tillbaka till kön.
desk-escalate-level = Till
desk-escalate-summary = Sammanfattning: vad är gjort, och vad behövs?
desk-take = Jag tar det
desk-take-text = Någon måste ta det här ärendet. Påminnelser går ut tills det är gjort.
notice-ticket-escalated = Ärendet är lyft.
notice-ticket-acknowledged = Du har tagit ärendet. Inga fler påminnelser går ut.
desk-mail-escalation = Eskalering
desk-mail-escalated = Ärendet är lyft
desk-mail-expected = När vi räknar med att svara
desk-expected = Svar väntas
desk-expect = Säg när svaret kommer
desk-expect-follows = Den som frågade läser tiden och får den med mejl. Löftet står kvar som det är.
desk-expect-when = Vi räknar med att svara senast
desk-expect-send = Säg det
notice-answer-expected = Den som frågade får veta när svaret kommer.
desk-mail-solved-reminder = Fråga om ärendet är löst
desk-mail-article-review = Påminnelse om att se över en artikel
desk-mail-known-error = Nytt om ett känt fel
desk-waiting = Väntan
desk-state = Visa
desk-state-waiting = Väntar på oss
desk-state-open = Alla som inte är klara
desk-state-done = Klara
desk-state-all = Alla
desk-any-priority = Alla prioriteter
desk-urgent = Brådskande (P1 och P2)
desk-any-topic = Alla ämnen
desk-any-assignee = Vem som helst
desk-nobody = Ingen
desk-me = Jag
desk-person-me = { $name } (jag)
desk-empty = Ingen väntar på svar just nu. Bra jobbat!
desk-empty-filter = Inga ärenden passar det du har valt.
desk-show-all = Visa alla ärenden

desk-status-new = Nytt
desk-status-open = Pågår
desk-status-waiting-for-requester = Väntar på svar från personen
desk-status-on-hold = Pausat
desk-status-solved = Löst
desk-status-closed = Stängt

desk-waited-moment = väntat en liten stund
desk-waited-minutes = { $count ->
    [one] väntat 1 minut
   *[other] väntat { $count } minuter
}
desk-waited-hours = { $count ->
    [one] väntat 1 timme
   *[other] väntat { $count } timmar
}
desk-waited-days = { $count ->
    [one] väntat 1 dag
   *[other] väntat { $count } dagar
}
desk-not-our-turn = Inte vår tur
desk-promise = svar lovat senast { $when }
desk-late = Försenat:
desk-promise-late = svar utlovat { $when }

desk-claim = Ta ärendet
desk-claim-text = Ingen har tagit det här ärendet än.
desk-thread = Konversation
desk-facts = Om ärendet
desk-filed-by = Inskickat av
desk-record = Registrera ett ärende åt någon
desk-filed = Kom in
desk-language = Språk
desk-first-answer = Första svar
desk-next-answer = Nästa svar
desk-answered = kom { $when }
desk-answered-late = kom { $when }, senare än lovat
desk-promised = lovat senast { $when }
desk-survey = Betyg på hjälpen
desk-survey-score = { $score } av 5
desk-reply = Svara { $name }
desk-reply-body = Svar
desk-template = Svarsmall
desk-template-none = Ingen
desk-template-insert = Infoga
desk-template-inserted = Mallen är infogad. Läs igenom och ändra innan du skickar.
desk-reply-hint = { $name } får svaret via mejl och ser det i ärendet. Personens språk: { $lang }.
desk-then = Efter svaret
desk-then-waiting-for-requester = Vänta på svar från personen
desk-then-open = Fortsätt arbeta med ärendet
desk-then-on-hold = Pausa, vi väntar på någon annan
desk-then-solved = Löst
desk-reply-send = Skicka svaret
desk-note = Intern anteckning
desk-note-hidden = Syns aldrig för personen som skrev eller för handledaren.
desk-note-body = Anteckning till kollegor
desk-note-send = Spara anteckningen
desk-change = Ändra ärendet
desk-status-hint = Personen får ett mejl när läget ändras.
desk-change-save = Spara ändringarna

desk-parked-count = { $count ->
    [one] Ett mejl har inte gått att skicka.
   *[other] { $count } mejl har inte gått att skicka.
}
desk-parked-link = Se vad som är fel
desk-parked-tell = Säg till en administratör.
desk-mail-title = Mejl som inte gått fram
desk-mail-intro = De här mejlen har vi försökt skicka så länge det är rimligt. Rätta felet, till exempel en fel adress eller en mejlserver som är nere, och försök sedan igen.
desk-mail-retry = Försök skicka alla igen
desk-mail-again = { $count ->
    [one] Ett mejl skickas på nytt. Går det inte heller nu kommer det tillbaka hit.
   *[other] { $count } mejl skickas på nytt. De som inte går fram nu heller kommer tillbaka hit.
}
desk-mail-action = Åtgärd
desk-mail-retry-one = Försök igen
desk-mail-retry-label = Försök skicka igen: { $what }
desk-mail-correct-label = Rätta adressen: { $what }
desk-mail-discard = Släng
desk-mail-discard-label = Släng: { $what }
desk-mail-discard-sure = Ska mejlet slängas? Den som skulle ha fått det får det aldrig.
desk-mail-discard-yes = Släng mejlet
desk-mail-discard-no = Behåll det
desk-mail-discarded = Mejlet är slängt.
desk-mail-none = Inga mejl har lagts undan.
desk-mail-waiting = { $count ->
    [0] Inga mejl väntar på att skickas.
    [one] Ett mejl väntar på att skickas.
   *[other] { $count } mejl väntar på att skickas.
}
desk-mail-delayed-title = Mejl som väntar på att gå fram
desk-mail-delayed-intro = { $count ->
    [one] Ett mejl har inte gått att skicka än. Det har väntat sedan { $since }. Vi försöker igen av oss själva.
   *[other] { $count } mejl har inte gått att skicka än. Det äldsta har väntat sedan { $since }. Vi försöker igen av oss själva.
}
desk-mail-now = Försök nu
desk-mail-shown = De första { $shown } av { $total } visas.
desk-mail-next = Nästa försök { $at }.
desk-mail-cause-server-unreachable = Mejlservern svarar inte.
desk-mail-cause-server-folder = Mappen för mejl går inte att skriva i.
desk-mail-cause-server-unsupported = Mejlservern saknar något vi behöver, som kryptering.
desk-mail-cause-server-login = Mejlservern godtar inte vårt användarnamn eller lösenord.
desk-mail-cause-server-busy = Mejlservern tar inte emot mejl just nu.
desk-mail-cause-server-sender = Mejlservern tar inte emot mejl från vår adress just nu.
desk-mail-cause-server-refused = Mejlservern tar inte emot mejl från oss: det kan bero på vår adress eller på rätten att skicka.
desk-mail-cause-address = Adressen kan inte användas hos mejlservern.
desk-mail-cause-sender = Mejlservern vägrar mejl från vår adress.
desk-mail-cause-recipient = Mottagarens adress finns inte eller tar inte emot mejl.
desk-mail-cause-recipient-later = Mottagarens brevlåda tar inte emot mejl just nu.
desk-mail-cause-content = Mejlservern vägrar mejlets innehåll.
desk-mail-cause-content-later = Mejlservern kan inte ta emot mejlets innehåll just nu.
desk-mail-cause-other = Något annat är fel; se koden.
desk-mail-about = Mejl
desk-mail-to = Till
desk-mail-promised = Skapat
desk-mail-attempts = Försök
desk-mail-error = Fel
desk-mail-filed = Bekräftelse
desk-mail-reply = Svar
desk-mail-change = Nytt läge
desk-mail-links = Länkar till ärenden
desk-mail-account = Om ett konto
desk-mail-review = Genomgång med en organisation
desk-mail-digest = Veckans ärenden
desk-mail-other = Okänt mejl

people-intro = Här är de deltagare du är handledare för. Du kan läsa och svara i deras ärenden och skriva till oss för dem.
people-none = Du har inga deltagare än. Bjud in en, eller be en administratör att koppla er.
people-name = Namn
people-open = Öppna ärenden
people-waiting = Väntar på deltagaren
people-waiting-count = { $count } väntar på deltagaren
people-unread-count = { $count ->
    [one] Nytt i 1 ärende
   *[other] Nytt i { $count } ärenden
}
people-waiting-none = Inget
people-last = Senast hänt
people-never = Inget än
people-action = Skriv till oss
people-write = Skriv för { $name }
people-show-all = Alla
people-show-waiting = Väntar på deltagaren
people-show-open = Pågår
people-show-done = Klara
people-tickets = { $count ->
    [one] 1 ärende
   *[other] { $count } ärenden
}
people-no-tickets = { $name } har inga ärenden än.
people-no-such = Inga ärenden passar det du har valt.

notice-desk-reply-sent = Svaret är skickat. Personen får ett mejl.
notice-note-saved = Anteckningen är sparad. Bara supporten ser den.
notice-ticket-assigned = Du är nu handläggare för ärendet.
notice-ticket-taken = En kollega hann före och är handläggare för ärendet.
notice-redacted = Uppgifterna är borttagna.
desk-no-answer = Det behövs inget svar
desk-no-answer-text = Det senaste var kanske bara ett tack. Då räknas ingen svarstid längre.
notice-no-answer = Ingen väntar på svar.
results-title = Resultat
results-intro = Hur det går för dem som skriver till oss.
results-period = Tid
results-days = { $days } dagar
results-filed = { $count ->
    [0] Inget ärende har kommit in sedan { $since }.
    [one] Ett ärende har kommit in sedan { $since }.
   *[other] { $count } ärenden har kommit in sedan { $since }.
}
results-answered-in-time = Första svar i tid
results-first-response = Tid till första svar
results-urgent-resolution = Tid tills brådskande är löst (P1 och P2)
results-csat = Nöjda
results-first-contact-resolution = Löst med ett svar
results-escalated = Lyfta till högre nivå
results-nothing = Inget än
results-part = { $part } av { $whole }
results-median = Hälften går fortare; räknat på { $count }
results-aim-at-least = Mål: minst { $percent }
results-aim-at-most = Mål: högst { $percent }
results-aim-within = Mål: högst { $time }
results-met = Nått
results-not-met = Inte nått
results-topics = Per ämne
results-topic = Ämne
results-count = Ärenden
results-method = Räknat på ärenden som kom in under tiden. Tider är öppettid. Nöjda är betygen 4 och 5.
results-change-aims = Ändra målen
