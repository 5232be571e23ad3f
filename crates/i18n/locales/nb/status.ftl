# Driftsstatus og publisering av den.

problem-required-title = Skriv en overskrift på minst ett språk.
problem-required-words = Skriv noen ord om det på minst ett språk.
problem-required-time = Fyll inn dato og klokkeslett.
problem-short-notice = Det er mindre enn ett døgn til arbeidet begynner, så ikke alle får vite det i tide. Bekreft at det skal publiseres likevel.
problem-begun-already = Tidspunktet du har skrevet, er allerede passert, så arbeidet vises som påbegynt. Sjekk tidspunktet, og bekreft om det stemmer.
problem-in-future = Tidspunktet har ikke kommet ennå. Skriv når forstyrrelsen startet, eller la feltet stå tomt hvis det er nå.
problem-not-in-future = Arbeidet har allerede begynt og kan bare utsettes. Skriv et tidspunkt som ikke har kommet ennå.
problem-unchanged = Teksten er den som allerede er publisert. Endre den, eller avbryt.

amount-days = { $count ->
    [one] { $count } døgn
   *[other] { $count } døgn
}
amount-hours = { $count ->
    [one] { $count } time
   *[other] { $count } timer
}
amount-minutes = { $count ->
    [one] { $count } minutt
   *[other] { $count } minutter
}
amount-moment = mindre enn ett minutt
list-and = og

status-title = Driftsstatus
status-overall-operational = Alt virker
status-overall-under-maintenance = Planlagt arbeid pågår: { $services }
status-overall-degraded-performance = Virker dårligere enn vanlig: { $services }
status-overall-partial-outage = En del virker ikke: { $services }
status-overall-major-outage = Virker ikke i det hele tatt: { $services }
status-overall-next = Nedenfor står det vi vet, og hva vi gjør med det.
status-away = Vi når ikke databasen vår akkurat nå. Opplysningene er fra kl. { $time }.
status-zone = Alle klokkeslett gjelder tidssonen { $zone }.
status-state-operational = Virker
status-state-under-maintenance = Planlagt arbeid pågår
status-state-degraded-performance = Virker dårligere enn vanlig
status-state-partial-outage = En del virker ikke
status-state-major-outage = Virker ikke
status-impact-none = Ingen påvirkning
status-impact-minor = Mindre forstyrrelse
status-impact-major = Større forstyrrelse
status-impact-critical = Driftsbrudd
status-word-investigating = Vi undersøker
status-word-identified = Vi har funnet årsaken
status-word-monitoring = Rettet, vi følger med
status-word-resolved = Løst
status-word-scheduled = Planlagt
status-word-in-progress = Pågår
status-word-completed = Ferdig
status-word-cancelled = Avlyst
status-word-note = Mer om dette
status-current = Forstyrrelser akkurat nå
status-current-notice = Greit å vite akkurat nå
status-services = Tjenester
status-services-none = Det er ingen tjenester å vise ennå.
status-planned = Planlagt arbeid
status-planned-none = Ikke noe arbeid er planlagt.
status-planned-past = Tidligere planlagt arbeid
status-calendar = Legg planlagt arbeid til i kalenderen din
status-feed = Følg driftsstatusen som nyhetsstrøm (Atom)
status-follow = Følg driftsstatusen
status-recent = Siste forstyrrelser
status-recent-none = Ingen forstyrrelser de siste 90 dagene.
status-history-link = Alle tidligere forstyrrelser
status-history-title = Tidligere forstyrrelser
status-history-none = Det har ikke vært noen forstyrrelser.
status-history-empty-page = Det er ingenting på denne siden. Gå til begynnelsen av listen.
status-bars-fine = { $service }: ingen forstyrrelser de siste 90 dagene.
status-bars = { $service }: forstyrrelser { $count } av de siste 90 dagene. Tilgjengelig { $uptime } av tiden.
status-bar-day = { $day }: { $impact }, { $length }
status-bars-from = 90 dager siden
status-bars-today = i dag
status-uptime = Tilgjengelig { $uptime }
status-days = { $count ->
    [one] Vis dagen med forstyrrelser
   *[other] Vis { $count } dager med forstyrrelser
}
status-days-caption = Dager med forstyrrelser: { $service }
status-column-day = Dag
status-column-impact = Hvor ille
status-column-length = Hvor lenge
status-column-what = Hva som skjedde
status-affects = Gjelder
status-began = Begynte
status-ended = Sluttet
status-lasted = Varte
status-ongoing = Har pågått i { $length }
status-when = Når
status-timeline = Hva som har skjedd
status-timeline-plan = Informasjon
status-change-added = Gjelder nå også: { $service } ({ $impact })
status-change-removed = Gjelder ikke lenger: { $service }
status-change-worse = Verre for { $service }: { $impact }
status-change-better = Bedre for { $service }: { $impact }
status-change-moved = Nytt tidspunkt: { $when }
status-corrected = Rettet
status-title-corrected = Overskriften rettet
status-back = Til driftsstatus
status-home-current = Akkurat nå og snart
status-home-more = Se hele driftsstatusen
status-desk-title = Publiser driftsstatus
status-desk-intro = Det du publiserer, vises med en gang for alle, på forsiden og på siden Driftsstatus.
status-desk-public = Vis siden som alle ser
status-desk-new-incident = Meld en forstyrrelse
status-desk-new-maintenance = Planlegg et arbeid
status-desk-open = Pågående forstyrrelser
status-desk-open-none = Ingen forstyrrelser pågår.
status-desk-coming = Pågående og kommende arbeid
status-desk-coming-none = Ikke noe arbeid er planlagt.
status-desk-update = Oppdater
status-desk-updated = Sist oppdatert
status-desk-services = Hvilke tjenester gjelder det?
status-desk-services-none = Det er ingen tjenester å velge. De legges inn av den som drifter portalen.
status-desk-impact = Hvor ille er det?
status-desk-impacts-differ = Er tjenestene rammet i ulik grad?
status-desk-impacts-differ-hint = Velg bare for de tjenestene der det er verre eller bedre enn du har svart ovenfor.
status-desk-impact-same = Som ovenfor
status-desk-began-hint = La stå tomt hvis det startet nå. Tidssone: { $zone }.
status-explain-none = Ingenting mangler, men det er greit å vite.
status-explain-minor = Det går, men tregere eller via en omvei.
status-explain-major = En viktig del virker ikke.
status-explain-critical = Ingenting virker.
status-desk-status = Hvor langt har vi kommet?
status-explain-investigating = Vi vet at noe er galt.
status-explain-identified = Vi vet hva feilen er og jobber med den.
status-explain-monitoring = Feilen er borte. Vi passer på at det forblir slik.
status-explain-resolved = Alt er som vanlig. Forstyrrelsen avsluttes nå.
status-desk-field-title = Overskrift
status-desk-hint-title = Si hva som ikke går, for eksempel «Innlogging med BankID virker ikke».
status-desk-hint-title-plan = For eksempel «Videomøter stenges for oppdatering».
status-desk-field-text = Tekst
status-desk-hint-text = Hva merker man, hva kan man gjøre imens, og når skriver dere mer?
status-desk-hint-text-plan = Hva skjer, hva kan ikke brukes, og hva virker som vanlig?
status-desk-in-language = { $field } på { $language }
status-desk-lang-sv = svensk
status-desk-lang-nb = norsk
status-desk-lang-en = engelsk
status-desk-more-languages = Flere språk
status-desk-more-languages-hint = De som leser et annet språk, ser teksten på det språket som ligger nærmest.
status-desk-starts = Begynner
status-desk-ends = Slutter
status-desk-new-start = Nytt starttidspunkt
status-desk-new-start-hint = La stå tomt hvis tiden står fast: { $time }.
status-desk-new-end = Nytt sluttidspunkt
status-desk-new-end-hint = La stå tomt hvis tiden står fast: { $time }.
status-desk-zone = Tidssone: { $zone }.
status-desk-confirm = Publiser likevel
status-desk-publish-incident = Publiser forstyrrelsen
status-desk-publish-maintenance = Publiser arbeidet
status-desk-publish-update = Publiser oppdateringen
status-desk-action = Hva vil du gjøre?
status-action-note = Fortell mer
status-action-finish = Avslutt nå
status-action-cancel = Avlys arbeidet
status-explain-note = Skriv noe nytt eller endre når arbeidet begynner eller slutter.
status-explain-finish = Arbeidet er ferdig, og alt er som vanlig.
status-explain-cancel = Det blir ikke noe av arbeidet.
status-desk-over = Arbeidet er over eller avlyst. Du kan fortsatt skrive noe om det.
status-desk-correct = Rett
status-desk-correct-heading = Rett overskriften
status-desk-correct-title = Rett en publisert tekst
status-desk-correct-intro = Den nye teksten vises med en gang for alle, med opplysning om at den er rettet. Det som sto før, ser bare dere som publiserer driftsstatus.
status-desk-publish-correction = Publiser rettelsen
status-desk-earlier = Hva som sto før
status-desk-earlier-until = Til { $time }:

notice-posted = Publisert. Alle ser det nå.
notice-updated = Oppdateringen er publisert. Alle ser den nå.
notice-corrected = Rettelsen er publisert. Alle ser den nå.
notice-see = Vis det alle ser
only-in-sv = Bare på svensk
only-in-nb = Bare på norsk
only-in-en = Bare på engelsk
