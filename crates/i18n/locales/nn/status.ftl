# Driftsstatus og publisering av han.

problem-required-title = Skriv ei overskrift på minst eitt språk.
problem-required-words = Skriv nokre ord om det på minst eitt språk.
problem-required-time = Fyll inn dato og klokkeslett.
problem-short-notice = Det er mindre enn eitt døgn til arbeidet begynner, så ikkje alle får vite det i tide. Stadfest at det skal publiserast likevel.
problem-begun-already = Tidspunktet du har skrive, er allereie passert, så arbeidet blir vist som påbegynt. Sjekk tidspunktet, og stadfest viss det stemmer.

amount-days = { $count ->
    [one] { $count } døgn
   *[other] { $count } døgn
}
amount-hours = { $count ->
    [one] { $count } time
   *[other] { $count } timar
}
amount-minutes = { $count ->
    [one] { $count } minutt
   *[other] { $count } minutt
}
amount-moment = mindre enn eitt minutt
list-and = og

status-title = Driftsstatus
status-overall-operational = Alt fungerer
status-overall-under-maintenance = Planlagt arbeid er i gang: { $services }
status-overall-degraded-performance = Fungerer dårlegare enn vanleg: { $services }
status-overall-partial-outage = Ein del fungerer ikkje: { $services }
status-overall-major-outage = Fungerer ikkje i det heile: { $services }
status-overall-next = Nedanfor står det vi veit, og kva vi gjer med det.
status-away = Vi når ikkje databasen vår akkurat no. Opplysningane er frå kl. { $time }.
status-zone = Alle klokkeslett gjeld tidssona { $zone }.
status-state-operational = Fungerer
status-state-under-maintenance = Planlagt arbeid er i gang
status-state-degraded-performance = Fungerer dårlegare enn vanleg
status-state-partial-outage = Ein del fungerer ikkje
status-state-major-outage = Fungerer ikkje
status-impact-none = Ingen påverknad
status-impact-minor = Mindre forstyrring
status-impact-major = Større forstyrring
status-impact-critical = Driftsbrot
status-word-investigating = Vi undersøker
status-word-identified = Vi har funne årsaka
status-word-monitoring = Retta, vi følger med
status-word-resolved = Løyst
status-word-scheduled = Planlagt
status-word-in-progress = I gang
status-word-completed = Ferdig
status-word-cancelled = Avlyst
status-word-note = Meir om dette
status-current = Forstyrringar akkurat no
status-current-notice = Greitt å vite akkurat no
status-services = Tenester
status-services-none = Det er ingen tenester å vise enno.
status-planned = Planlagt arbeid
status-planned-none = Ikkje noko arbeid er planlagt.
status-planned-past = Tidlegare planlagt arbeid
status-calendar = Legg planlagt arbeid til i kalenderen din
status-feed = Følg driftsstatusen som nyheitsstraum (Atom)
status-follow = Følg driftsstatusen
status-recent = Siste forstyrringar
status-recent-none = Ingen forstyrringar dei siste 90 dagane.
status-history-link = Alle tidlegare forstyrringar
status-history-title = Tidlegare forstyrringar
status-history-none = Det har ikkje vore nokon forstyrringar.
status-history-empty-page = Det er ingenting på denne sida. Gå til starten av lista.
status-bars-fine = { $service }: ingen forstyrringar dei siste 90 dagane.
status-bars = { $service }: forstyrringar { $count } av dei siste 90 dagane. Tilgjengeleg { $uptime } av tida.
status-bar-day = { $day }: { $impact }, { $length }
status-bars-from = 90 dagar sidan
status-bars-today = i dag
status-uptime = Tilgjengeleg { $uptime }
status-days = { $count ->
    [one] Vis dagen med forstyrringar
   *[other] Vis { $count } dagar med forstyrringar
}
status-days-caption = Dagar med forstyrringar: { $service }
status-column-day = Dag
status-column-impact = Kor ille
status-column-length = Kor lenge
status-column-what = Kva som skjedde
status-affects = Gjeld
status-began = Begynte
status-ended = Slutta
status-lasted = Varte
status-ongoing = Har vart i { $length }
status-when = Når
status-timeline = Kva som har skjedd
status-timeline-plan = Informasjon
status-back = Til driftsstatus
status-home-current = Akkurat no og snart
status-home-more = Sjå heile driftsstatusen
status-desk-title = Publiser driftsstatus
status-desk-intro = Det du publiserer, blir med ein gong vist for alle, på framsida og på sida Driftsstatus.
status-desk-public = Vis sida som alle ser
status-desk-new-incident = Meld ei forstyrring
status-desk-new-maintenance = Planlegg eit arbeid
status-desk-open = Forstyrringar som er i gang
status-desk-open-none = Ingen forstyrringar er i gang.
status-desk-coming = Arbeid som er i gang eller planlagt
status-desk-coming-none = Ikkje noko arbeid er planlagt.
status-desk-update = Oppdater
status-desk-updated = Sist oppdatert
status-desk-services = Kva tenester gjeld det?
status-desk-services-none = Det er ingen tenester å velje. Dei blir lagde inn av den som driftar portalen.
status-desk-impact = Kor ille er det?
status-explain-none = Ingenting manglar, men det er greitt å vite.
status-explain-minor = Det går, men treigare eller via ein omveg.
status-explain-major = Ein viktig del fungerer ikkje.
status-explain-critical = Ingenting fungerer.
status-desk-status = Kor langt har vi komme?
status-explain-investigating = Vi veit at noko er gale.
status-explain-identified = Vi veit kva feilen er og jobbar med han.
status-explain-monitoring = Feilen er borte. Vi passar på at det held seg slik.
status-explain-resolved = Alt er som vanleg. Forstyrringa blir avslutta no.
status-desk-field-title = Overskrift
status-desk-hint-title = Sei kva som ikkje går, til dømes «Innlogging med BankID fungerer ikkje».
status-desk-hint-title-plan = Til dømes «Videomøte blir stengde for oppdatering».
status-desk-field-text = Tekst
status-desk-hint-text = Kva merkar ein, kva kan ein gjere imens, og når skriv de meir?
status-desk-hint-text-plan = Kva skjer, kva kan ikkje brukast, og kva fungerer som vanleg?
status-desk-in-language = { $field } på { $language }
status-desk-lang-sv = svensk
status-desk-lang-nb = bokmål
status-desk-lang-en = engelsk
status-desk-more-languages = Fleire språk
status-desk-more-languages-hint = Dei som les eit anna språk, ser teksten på det språket som ligg nærast.
status-desk-starts = Begynner
status-desk-ends = Sluttar
status-desk-new-end = Nytt sluttidspunkt
status-desk-new-end-hint = La stå tomt viss tida står fast: { $time }.
status-desk-zone = Tidssone: { $zone }.
status-desk-confirm = Publiser likevel
status-desk-publish-incident = Publiser forstyrringa
status-desk-publish-maintenance = Publiser arbeidet
status-desk-publish-update = Publiser oppdateringa
status-desk-action = Kva vil du gjere?
status-action-note = Fortel meir
status-action-finish = Avslutt no
status-action-cancel = Avlys arbeidet
status-explain-note = Skriv noko nytt eller endre når arbeidet sluttar.
status-explain-finish = Arbeidet er ferdig, og alt er som vanleg.
status-explain-cancel = Det blir ikkje noko av arbeidet.
status-desk-over = Arbeidet er over eller avlyst. Du kan framleis skrive noko om det.

notice-posted = Publisert. Alle ser det no.
notice-updated = Oppdateringa er publisert. Alle ser ho no.
notice-see = Vis det alle ser
only-in-sv = Berre på svensk
only-in-nb = Berre på bokmål
only-in-en = Berre på engelsk
