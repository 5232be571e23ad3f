# Køen, ei sak for brukarstøtta, e-post som ikkje kom fram, og deltakarane til rettleiaren.

desk-count = { $count ->
    [one] 1 sak
   *[other] { $count } saker
}
desk-count-many = 1 000+ saker
desk-list-title = Saker i køen
desk-order-waiting = Det som skal svarast på først, står først.
desk-order-latest = Det som sist blei endra, står først.
desk-quick-label = Delar av køen
desk-quick-waiting = Ventar på oss
desk-quick-mine = Mine
desk-quick-nobody = Utan saksbehandlar
desk-quick-urgent = Hastar
desk-filter-label = Filtrer køen
desk-filter-more = Fleire filter
desk-search = Søk
desk-search-hint = Overskrift, namn, e-post eller saksnummer
desk-search-all = Søk i alle saker
desk-clear = Nullstill
desk-ticket = Sak
desk-requester = Frå
desk-unknown-guest = Utan konto, adressa er ikkje stadfest
desk-deactivated = Kontoen er deaktivert: personen kan ikkje logge inn og får ingen e-post.
desk-unknown-guest-account = Adressa høyrer til ein konto, men den som skreiv, var ikkje logga inn.
desk-unknown-guest-reply = Den som skreiv, kan vere nokon andre enn { $name }. Ikkje skriv noko som berre { $name } skal vite.
desk-address = Rett adressa
desk-address-follows = Lenker til saka som er sende til den gamle adressa, sluttar å fungere. E-post som ikkje har komme fram, blir send til den nye.
desk-topic = Gjeld
desk-priority = Prioritet
desk-status = Status
desk-assignee = Saksbehandlar
desk-level = Nivå
desk-escalate = Løft saka
desk-escalate-follows = Dei som arbeider på det nivået, får ein e-post, og den som spurde ser at saka er løfta. Held ikkje nivået ditt, går saka tilbake til køen.
desk-escalate-level = Til
desk-escalate-summary = Samandrag: kva er gjort, og kva trengst?
desk-take = Eg tek ho
desk-take-text = Nokon må ta denne saka. Påminningar går ut til det er gjort.
notice-ticket-escalated = Saka er løfta.
notice-ticket-acknowledged = Du har teke saka. Det går ikkje ut fleire påminningar.
desk-mail-escalation = Eskalering
desk-mail-escalated = Saka er løfta
desk-mail-expected = Når vi reknar med å svare
desk-expected = Svar er venta
desk-expect = Sei når svaret kjem
desk-expect-follows = Den som spør, les tida og får ho på e-post. Lovnaden står som han er.
desk-expect-when = Vi reknar med å svare seinast
desk-expect-send = Sei det
notice-answer-expected = Den som spør, får vite når svaret kjem.
desk-mail-solved-reminder = Spørsmål om saka er løyst
desk-mail-article-review = Påminning om å sjå over ein artikkel
desk-mail-known-error = Nytt om ein kjend feil
desk-waiting = Ventetid
desk-state = Vis
desk-state-waiting = Ventar på oss
desk-state-open = Alle som ikkje er ferdige
desk-state-done = Ferdige
desk-state-all = Alle
desk-any-priority = Alle prioritetar
desk-urgent = Hastar (P1 og P2)
desk-any-topic = Alle emne
desk-any-assignee = Kven som helst
desk-nobody = Ingen
desk-me = Meg
desk-person-me = { $name } (meg)
desk-empty = Ingen ventar på svar akkurat no. Bra jobba!
desk-empty-filter = Ingen saker passar til det du har valt.
desk-show-all = Vis alle saker

desk-status-new = Ny
desk-status-open = Under arbeid
desk-status-waiting-for-requester = Ventar på svar frå personen
desk-status-on-hold = På vent
desk-status-solved = Løyst
desk-status-closed = Lukka

desk-waited-moment = venta ei lita stund
desk-waited-minutes = { $count ->
    [one] venta 1 minutt
   *[other] venta { $count } minutt
}
desk-waited-hours = { $count ->
    [one] venta 1 time
   *[other] venta { $count } timar
}
desk-waited-days = { $count ->
    [one] venta 1 dag
   *[other] venta { $count } dagar
}
desk-not-our-turn = Ikkje vår tur
desk-promise = svar lova innan { $when }
desk-late = Forseinka:
desk-promise-late = svar lova { $when }

desk-claim = Ta saka
desk-claim-text = Ingen har tatt denne saka enno.
desk-thread = Samtale
desk-facts = Om saka
desk-filed-by = Sendt inn av
desk-record = Registrer ei sak for nokon
desk-filed = Kom inn
desk-language = Språk
desk-first-answer = Første svar
desk-next-answer = Neste svar
desk-answered = kom { $when }
desk-answered-late = kom { $when }, seinare enn lova
desk-promised = lova innan { $when }
desk-survey = Vurdering av hjelpa
desk-survey-score = { $score } av 5
desk-reply = Svar { $name }
desk-reply-body = Svar
desk-template = Svarmal
desk-template-none = Ingen
desk-template-insert = Set inn
desk-template-inserted = Malen er sett inn. Les gjennom og endre før du sender.
desk-reply-hint = { $name } får svaret på e-post og ser det i saka. Språket til personen: { $lang }.
desk-then = Etter svaret
desk-then-waiting-for-requester = Vent på svar frå personen
desk-then-open = Jobb vidare med saka
desk-then-on-hold = Set på vent, vi ventar på nokon andre
desk-then-solved = Løyst
desk-reply-send = Send svaret
desk-note = Internt notat
desk-note-hidden = Blir aldri vist for personen som skreiv, eller for rettleiaren.
desk-note-body = Notat til kollegar
desk-note-send = Lagre notatet
desk-change = Endre saka
desk-status-hint = Personen får ein e-post når statusen blir endra.
desk-change-save = Lagre endringane

desk-parked-count = { $count ->
    [one] Éin e-post har vi ikkje fått sendt.
   *[other] { $count } e-postar har vi ikkje fått sendt.
}
desk-parked-link = Sjå kva som er gale
desk-parked-tell = Sei frå til ein administrator.
desk-mail-title = E-post som ikkje har komme fram
desk-mail-intro = Desse e-postane har vi prøvd å sende så lenge det er rimeleg. Rett feilen, til dømes ei feil adresse eller ein e-postserver som er nede, og prøv så igjen.
desk-mail-retry = Prøv å sende alle på nytt
desk-mail-again = { $count ->
    [one] Éin e-post blir send på nytt. Går det ikkje no heller, kjem han tilbake hit.
   *[other] { $count } e-postar blir sende på nytt. Dei som ikkje kjem fram no heller, kjem tilbake hit.
}
desk-mail-action = Handling
desk-mail-retry-one = Prøv på nytt
desk-mail-retry-label = Prøv å sende på nytt: { $what }
desk-mail-correct-label = Rett adressa: { $what }
desk-mail-discard = Forkast
desk-mail-discard-label = Forkast: { $what }
desk-mail-discard-sure = Skal e-posten forkastast? Den som skulle ha fått han, får han aldri.
desk-mail-discard-yes = Forkast e-posten
desk-mail-discard-no = Behald han
desk-mail-discarded = E-posten er forkasta.
desk-mail-none = Ingen e-postar er lagde til side.
desk-mail-waiting = { $count ->
    [0] Ingen e-postar ventar på å bli sende.
    [one] Éin e-post ventar på å bli send.
   *[other] { $count } e-postar ventar på å bli sende.
}
desk-mail-delayed-title = E-post som ventar på å komme fram
desk-mail-delayed-intro = { $count ->
    [one] Éin e-post har vi ikkje fått sendt enno. Han har venta sidan { $since }. Vi prøver igjen av oss sjølve.
   *[other] { $count } e-postar har vi ikkje fått sendt enno. Den eldste har venta sidan { $since }. Vi prøver igjen av oss sjølve.
}
desk-mail-now = Prøv no
desk-mail-shown = Dei første { $shown } av { $total } er viste.
desk-mail-next = Neste forsøk { $at }.
desk-mail-cause-server-unreachable = E-postserveren svarar ikkje.
desk-mail-cause-server-folder = Det går ikkje an å skrive i mappa for e-post.
desk-mail-cause-server-unsupported = E-postserveren manglar noko vi treng, som kryptering.
desk-mail-cause-server-login = E-postserveren godtar ikkje brukarnamnet eller passordet vårt.
desk-mail-cause-server-busy = E-postserveren tar ikkje imot e-post akkurat no.
desk-mail-cause-server-sender = E-postserveren tar ikkje imot e-post frå adressa vår akkurat no.
desk-mail-cause-server-refused = E-postserveren tar ikkje imot e-post frå oss: grunnen kan vere adressa vår eller retten til å sende.
desk-mail-cause-address = Adressa kan ikkje brukast hos e-postserveren.
desk-mail-cause-sender = E-postserveren avviser e-post frå adressa vår.
desk-mail-cause-recipient = Adressa til mottakaren finst ikkje eller tar ikkje imot e-post.
desk-mail-cause-recipient-later = Postkassa til mottakaren tar ikkje imot e-post akkurat no.
desk-mail-cause-content = E-postserveren avviser innhaldet i e-posten.
desk-mail-cause-content-later = E-postserveren kan ikkje ta imot innhaldet akkurat no.
desk-mail-cause-other = Noko anna er feil; sjå koden.
desk-mail-about = E-post
desk-mail-to = Til
desk-mail-promised = Oppretta
desk-mail-attempts = Forsøk
desk-mail-error = Feil
desk-mail-filed = Stadfesting
desk-mail-reply = Svar
desk-mail-change = Ny status
desk-mail-links = Lenker til saker
desk-mail-account = Om ein konto
desk-mail-review = Gjennomgang med ein organisasjon
desk-mail-digest = Sakene denne veka
desk-mail-other = Ukjend e-post

people-intro = Her er deltakarane du er rettleiar for. Du kan lese og svare i sakene deira og skrive til oss for dei.
people-none = Du har ingen deltakarar enno. Inviter ein, eller be ein administrator om å kople dykk saman.
people-name = Namn
people-open = Opne saker
people-waiting = Ventar på deltakaren
people-waiting-count = { $count } ventar på deltakaren
people-unread-count = { $count ->
    [one] Nytt i 1 sak
   *[other] Nytt i { $count } saker
}
people-waiting-none = Ingenting
people-last = Sist oppdatert
people-never = Ingenting enno
people-action = Skriv til oss
people-write = Skriv for { $name }
people-show-all = Alle
people-show-waiting = Ventar på deltakaren
people-show-open = I gang
people-show-done = Ferdige
people-tickets = { $count ->
    [one] 1 sak
   *[other] { $count } saker
}
people-no-tickets = { $name } har ingen saker enno.
people-no-such = Ingen saker passar til det du har valt.

notice-desk-reply-sent = Svaret er sendt. Personen får ein e-post.
notice-note-saved = Notatet er lagra. Berre brukarstøtta ser det.
notice-ticket-assigned = Du er no saksbehandlar for saka.
notice-ticket-taken = Ein kollega kom først og er saksbehandlar for saka.
notice-redacted = Opplysningane er fjerna.
desk-no-answer = Det trengst ikkje noko svar
desk-no-answer-text = Det siste var kanskje berre ein takk. Då går ikkje svartida lenger.
notice-no-answer = Ingen ventar på svar.
results-title = Resultat
results-intro = Korleis det går for dei som skriv til oss.
results-period = Tid
results-days = { $days } dagar
results-filed = { $count ->
    [0] Inga sak har kome inn sidan { $since }.
    [one] Éi sak har kome inn sidan { $since }.
   *[other] { $count } saker har kome inn sidan { $since }.
}
results-answered-in-time = Første svar i tide
results-first-response = Tid til første svar
results-urgent-resolution = Tid til det som hastar er løyst (P1 og P2)
results-csat = Nøgde
results-first-contact-resolution = Løyst med eitt svar
results-escalated = Løfta til høgare nivå
results-nothing = Ingenting enno
results-part = { $part } av { $whole }
results-median = Halvparten går raskare; rekna på { $count }
results-aim-at-least = Mål: minst { $percent }
results-aim-at-most = Mål: høgst { $percent }
results-aim-within = Mål: høgst { $time }
results-met = Nådd
results-not-met = Ikkje nådd
results-topics = Per tema
results-topic = Tema
results-count = Saker
results-method = Rekna på saker som kom inn i tida. Tider er opningstid. Nøgde er karakterane 4 og 5.
results-change-aims = Endre måla
