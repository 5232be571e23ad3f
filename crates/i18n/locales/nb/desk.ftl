# Køen, en henvendelse for brukerstøtten, e-post som ikke kom frem, og veilederens deltakere.

desk-count = { $count ->
    [one] 1 henvendelse
   *[other] { $count } henvendelser
}
desk-count-many = 1 000+ henvendelser
desk-list-title = Henvendelser i køen
desk-order-waiting = Det som skal besvares først, står først.
desk-order-latest = Det som sist ble endret, står først.
desk-quick-label = Deler av køen
desk-quick-waiting = Venter på oss
desk-quick-mine = Mine
desk-quick-nobody = Uten saksbehandler
desk-quick-urgent = Haster
desk-filter-label = Filtrer køen
desk-filter-more = Flere filtre
desk-search = Søk
desk-search-hint = Overskrift, navn, e-post eller saksnummer
desk-search-all = Søk blant alle henvendelser
desk-clear = Nullstill
desk-ticket = Henvendelse
desk-requester = Fra
desk-unknown-guest = Uten konto, adressen er ikke bekreftet
desk-deactivated = Kontoen er deaktivert: personen kan ikke logge inn og får ingen e-post.
desk-unknown-guest-account = Adressen hører til en konto, men den som skrev, var ikke logget inn.
desk-unknown-guest-reply = Den som skrev, kan være noen andre enn { $name }. Ikke skriv noe som bare { $name } får vite.
desk-address = Rett adressen
desk-address-follows = Lenker til henvendelsen som er sendt til den gamle adressen, slutter å virke. E-post som ikke har kommet frem, sendes til den nye.
desk-topic = Gjelder
desk-priority = Prioritet
desk-status = Status
desk-assignee = Saksbehandler
desk-level = Nivå
desk-escalate = Løft henvendelsen
desk-escalate-follows = De som arbeider på det nivået, får en e-post, og den som spurte ser at henvendelsen er løftet. Holder ikke nivået ditt, går henvendelsen tilbake til køen.
desk-escalate-level = Til
desk-escalate-summary = Sammendrag: hva er gjort, og hva trengs?
desk-take = Jeg tar den
desk-take-text = Noen må ta denne henvendelsen. Påminnelser går ut til det er gjort.
notice-ticket-escalated = Henvendelsen er løftet.
notice-ticket-acknowledged = Du har tatt henvendelsen. Det går ikke ut flere påminnelser.
desk-mail-escalation = Eskalering
desk-mail-escalated = Henvendelsen er løftet
desk-mail-expected = Når vi regner med å svare
desk-expected = Svar ventes
desk-expect = Si når svaret kommer
desk-expect-follows = Den som spør, leser tiden og får den på e-post. Løftet står som det er.
desk-expect-when = Vi regner med å svare senest
desk-expect-send = Si det
notice-answer-expected = Den som spør, får vite når svaret kommer.
desk-mail-solved-reminder = Spørsmål om henvendelsen er løst
desk-mail-article-review = Påminnelse om å se over en artikkel
desk-mail-known-error = Nytt om en kjent feil
desk-waiting = Ventetid
desk-state = Vis
desk-state-waiting = Venter på oss
desk-state-open = Alle som ikke er ferdige
desk-state-done = Ferdige
desk-state-all = Alle
desk-any-priority = Alle prioriteter
desk-urgent = Haster (P1 og P2)
desk-any-topic = Alle emner
desk-any-assignee = Hvem som helst
desk-nobody = Ingen
desk-me = Meg
desk-person-me = { $name } (meg)
desk-empty = Ingen venter på svar akkurat nå. Bra jobbet!
desk-empty-filter = Ingen henvendelser passer til det du har valgt.
desk-show-all = Vis alle henvendelser

desk-status-new = Ny
desk-status-open = Under arbeid
desk-status-waiting-for-requester = Venter på svar fra personen
desk-status-on-hold = På vent
desk-status-solved = Løst
desk-status-closed = Lukket

desk-waited-moment = ventet en liten stund
desk-waited-minutes = { $count ->
    [one] ventet 1 minutt
   *[other] ventet { $count } minutter
}
desk-waited-hours = { $count ->
    [one] ventet 1 time
   *[other] ventet { $count } timer
}
desk-waited-days = { $count ->
    [one] ventet 1 dag
   *[other] ventet { $count } dager
}
desk-not-our-turn = Ikke vår tur
desk-promise = svar lovet innen { $when }
desk-late = Forsinket:
desk-promise-late = svar lovet { $when }

desk-claim = Ta henvendelsen
desk-claim-text = Ingen har tatt denne henvendelsen ennå.
desk-thread = Samtale
desk-facts = Om henvendelsen
desk-filed-by = Sendt inn av
desk-record = Registrer en henvendelse for noen
desk-filed = Kom inn
desk-language = Språk
desk-first-answer = Første svar
desk-next-answer = Neste svar
desk-answered = kom { $when }
desk-answered-late = kom { $when }, senere enn lovet
desk-promised = lovet innen { $when }
desk-survey = Vurdering av hjelpen
desk-survey-score = { $score } av 5
desk-reply = Svar { $name }
desk-reply-body = Svar
desk-template = Svarmal
desk-template-none = Ingen
desk-template-insert = Sett inn
desk-template-inserted = Malen er satt inn. Les gjennom og endre før du sender.
desk-reply-hint = { $name } får svaret på e-post og ser det i henvendelsen. Personens språk: { $lang }.
desk-then = Etter svaret
desk-then-waiting-for-requester = Vent på svar fra personen
desk-then-open = Jobb videre med henvendelsen
desk-then-on-hold = Sett på vent, vi venter på noen andre
desk-then-solved = Løst
desk-reply-send = Send svaret
desk-note = Internt notat
desk-note-hidden = Vises aldri for personen som skrev, eller for veilederen.
desk-note-body = Notat til kolleger
desk-note-send = Lagre notatet
desk-change = Endre henvendelsen
desk-status-hint = Personen får en e-post når statusen endres.
desk-change-save = Lagre endringene

desk-parked-count = { $count ->
    [one] Én e-post har ikke latt seg sende.
   *[other] { $count } e-poster har ikke latt seg sende.
}
desk-parked-link = Se hva som er galt
desk-parked-tell = Si fra til en administrator.
desk-mail-title = E-post som ikke har kommet frem
desk-mail-intro = Disse e-postene har vi prøvd å sende så lenge det er rimelig. Rett feilen, for eksempel en feil adresse eller en e-postserver som er nede, og prøv så igjen.
desk-mail-retry = Prøv å sende alle på nytt
desk-mail-again = { $count ->
    [one] Én e-post sendes på nytt. Går det ikke nå heller, kommer den tilbake hit.
   *[other] { $count } e-poster sendes på nytt. De som ikke kommer frem nå heller, kommer tilbake hit.
}
desk-mail-action = Handling
desk-mail-retry-one = Prøv på nytt
desk-mail-retry-label = Prøv å sende på nytt: { $what }
desk-mail-correct-label = Rett adressen: { $what }
desk-mail-discard = Forkast
desk-mail-discard-label = Forkast: { $what }
desk-mail-discard-sure = Skal e-posten forkastes? Den som skulle ha fått den, får den aldri.
desk-mail-discard-yes = Forkast e-posten
desk-mail-discard-no = Behold den
desk-mail-discarded = E-posten er forkastet.
desk-mail-none = Ingen e-poster er lagt til side.
desk-mail-waiting = { $count ->
    [0] Ingen e-poster venter på å bli sendt.
    [one] Én e-post venter på å bli sendt.
   *[other] { $count } e-poster venter på å bli sendt.
}
desk-mail-delayed-title = E-post som venter på å komme frem
desk-mail-delayed-intro = { $count ->
    [one] Én e-post har ikke latt seg sende ennå. Den har ventet siden { $since }. Vi prøver igjen av oss selv.
   *[other] { $count } e-poster har ikke latt seg sende ennå. Den eldste har ventet siden { $since }. Vi prøver igjen av oss selv.
}
desk-mail-now = Prøv nå
desk-mail-shown = De første { $shown } av { $total } vises.
desk-mail-next = Neste forsøk { $at }.
desk-mail-cause-server-unreachable = E-postserveren svarer ikke.
desk-mail-cause-server-folder = Mappen for e-post kan ikke skrives i.
desk-mail-cause-server-unsupported = E-postserveren mangler noe vi trenger, som kryptering.
desk-mail-cause-server-login = E-postserveren godtar ikke brukernavnet eller passordet vårt.
desk-mail-cause-server-busy = E-postserveren tar ikke imot e-post akkurat nå.
desk-mail-cause-server-sender = E-postserveren tar ikke imot e-post fra adressen vår akkurat nå.
desk-mail-cause-server-refused = E-postserveren tar ikke imot e-post fra oss: grunnen kan være adressen vår eller retten til å sende.
desk-mail-cause-address = Adressen kan ikke brukes hos e-postserveren.
desk-mail-cause-sender = E-postserveren avviser e-post fra adressen vår.
desk-mail-cause-recipient = Mottakerens adresse finnes ikke eller tar ikke imot e-post.
desk-mail-cause-recipient-later = Mottakerens postkasse tar ikke imot e-post akkurat nå.
desk-mail-cause-content = E-postserveren avviser innholdet i e-posten.
desk-mail-cause-content-later = E-postserveren kan ikke ta imot innholdet akkurat nå.
desk-mail-cause-other = Noe annet er feil; se koden.
desk-mail-about = E-post
desk-mail-to = Til
desk-mail-promised = Opprettet
desk-mail-attempts = Forsøk
desk-mail-error = Feil
desk-mail-filed = Bekreftelse
desk-mail-reply = Svar
desk-mail-change = Ny status
desk-mail-links = Lenker til henvendelser
desk-mail-account = Om en konto
desk-mail-review = Gjennomgang med en organisasjon
desk-mail-digest = Ukens henvendelser
desk-mail-other = Ukjent e-post

people-intro = Her er deltakerne du er veileder for. Du kan lese og svare i henvendelsene deres og skrive til oss for dem.
people-none = Du har ingen deltakere ennå. Inviter en, eller be en administrator om å knytte dere sammen.
people-name = Navn
people-open = Åpne henvendelser
people-waiting = Venter på deltakeren
people-waiting-count = { $count } venter på deltakeren
people-unread-count = { $count ->
    [one] Nytt i 1 henvendelse
   *[other] Nytt i { $count } henvendelser
}
people-waiting-none = Ingenting
people-last = Sist oppdatert
people-never = Ingenting ennå
people-action = Skriv til oss
people-write = Skriv for { $name }
people-show-all = Alle
people-show-waiting = Venter på deltakeren
people-show-open = Pågår
people-show-done = Ferdige
people-tickets = { $count ->
    [one] 1 henvendelse
   *[other] { $count } henvendelser
}
people-no-tickets = { $name } har ingen henvendelser ennå.
people-no-such = Ingen henvendelser passer til det du har valgt.

notice-desk-reply-sent = Svaret er sendt. Personen får en e-post.
notice-note-saved = Notatet er lagret. Bare brukerstøtten ser det.
notice-ticket-assigned = Du er nå saksbehandler for henvendelsen.
notice-ticket-taken = En kollega kom først og er saksbehandler for henvendelsen.
notice-redacted = Opplysningene er fjernet.
desk-no-answer = Det trengs ikke noe svar
desk-no-answer-text = Det siste var kanskje bare en takk. Da løper ikke svartiden lenger.
notice-no-answer = Ingen venter på svar.
results-title = Resultater
results-intro = Hvordan det går for dem som skriver til oss.
results-period = Tid
results-days = { $days } dager
results-filed = { $count ->
    [0] Ingen henvendelse har kommet inn siden { $since }.
    [one] Én henvendelse har kommet inn siden { $since }.
   *[other] { $count } henvendelser har kommet inn siden { $since }.
}
results-answered-in-time = Første svar i tide
results-first-response = Tid til første svar
results-urgent-resolution = Tid til det som haster er løst (P1 og P2)
results-csat = Fornøyde
results-first-contact-resolution = Løst med ett svar
results-escalated = Løftet til høyere nivå
results-nothing = Ingenting ennå
results-part = { $part } av { $whole }
results-median = Halvparten går raskere; regnet på { $count }
results-aim-at-least = Mål: minst { $percent }
results-aim-at-most = Mål: høyst { $percent }
results-aim-within = Mål: høyst { $time }
results-met = Nådd
results-not-met = Ikke nådd
results-topics = Per tema
results-topic = Tema
results-count = Henvendelser
results-method = Regnet på henvendelser som kom inn i tiden. Tider er åpningstid. Fornøyde er karakterene 4 og 5.
results-change-aims = Endre målene
