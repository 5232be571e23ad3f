settings-title = Innstillinger
settings-intro = Det som virksomheten bestemmer. Hver endring gjelder med en gang, lagres med hvem som gjorde den, og kan tas tilbake.
settings-of-file = Slik det står i programmets fil.
settings-note = Hvorfor endres det?
settings-note-hint = For eksempel: Avtale 2027. Står i historikken.
settings-check = Se hva endringen gjør
settings-save = Lagre
settings-preview-title = Slik blir det hvis du lagrer
settings-preview-moved = { $moved ->
    [0] Ingen av { $open } åpne henvendelser får en ny tid.
    [one] Én av { $open } åpne henvendelser får en ny tid.
   *[other] { $moved } av { $open } åpne henvendelser får en ny tid.
}
settings-preview-late = { $late ->
    [0] Ingen blir forsinket av det.
    [one] Én blir forsinket med en gang.
   *[other] { $late } blir forsinket med en gang.
}
settings-history = Versjoner
settings-version = Versjon { $version }
settings-restore = Ta tilbake denne
settings-by-command-line = kommandolinjen
notice-setting-saved = Innstillingen er lagret.
settings-service-level = Løfter
settings-service-level-intro = Innen hvilken tid vi svarer, løser og gir lyd, for hver prioritet.
settings-service-level-format = Skriv tider som 4h, 30m eller 1h 30m. Er senere svar tomt, gjelder samme tid som for det første. Annet som er tomt, er ikke lovet.
settings-third-party = Tiden står også mens vi venter på en leverandør eller noen andre
settings-around-the-clock = Døgnet rundt, ikke bare når vi har åpent
settings-triage = Nye saker
settings-triage-intro = Hva den som skriver kan velge, hva som regnes som hastende, og hvilken prioritet det gir.
settings-kinds = Slag som kan velges
settings-kinds-hint = Det første er forhåndsvalgt. Uten noen er alle saker spørsmål.
settings-causes = Dette regnes som hastende
settings-causes-hint = Én grunn på hver linje: et kort navn med små bokstaver a–z, kolon, og det folk leser. For eksempel: prove: Jeg har en prøve i dag. Tomt: ingenting haster.
settings-matrix = Prioritet
settings-matrix-hint = Den som skriver ser spørsmålene, aldri P1 til P4. Forslag kan vente.
urgency-low = Kan vente
urgency-normal = Vanlig
urgency-urgent = Haster
settings-policies = Andre løfter for noen saker
settings-policies-hint = For eksempel en avtale med en organisasjon. Av flere regler gjelder den mest treffende: organisasjon før emne, og emne før slag.
settings-policies-none = Det finnes ingen. De samme løftene gjelder alle.
settings-policy-new = Ny regel
settings-policy-intro = Andre tider, egne åpningstider eller en egen kontaktperson. Det som er tomt, er som for alle andre.
settings-policy-name = Navn
settings-policy-name-hint = For eksempel: Avtale med Nordlys
settings-policy-when = Gjelder saker med
settings-policy-any = Alle
settings-policy-organisation = Organisasjon
settings-policy-topic = Emne
settings-policy-week = Egne åpningstider
settings-policy-week-hint = Tomt: de vanlige. Helligdager og stenginger er som for alle.
settings-policy-manager = Kontaktperson
settings-policy-manager-hint = Navn og nummer, slik de vises i sakene til organisasjonen.
settings-policy-delete = Fjern regelen
settings-policy-delete-follows = Sakene får samme løfter som alle andre. Du kan angre det blant versjonene.
settings-hours = Åpningstider
settings-hours-intro = Når vi har åpent. Løfter regnes i den tiden, og åpningstidene vises på forsiden.
settings-week = Vanlig uke
settings-week-hint = Skriv som 08:00-17:00, eller 08:00-12:00, 13:00-17:00 med lunsjstengt. Tomt er stengt.
settings-zone = Tidssone
settings-zone-hint = For eksempel Europe/Oslo.
settings-country = Stengt på helligdager i
settings-no-holidays = Ingen land: åpent også på helligdager
settings-country-se = Sverige
settings-country-no = Norge
settings-eves = Åpningstider dagen før helligdag
settings-eves-hint = For eksempel 08:00-12:00 onsdag før skjærtorsdag. Tomt er som vanlig.
settings-closures = Planlagte stenginger og kortere dager
settings-closures-hint = Én på hver linje: første dag, siste dag, åpningstider hvis det ikke er stengt, og hvorfor. For eksempel: 2027-07-05 2027-07-30 10:00-14:00 Sommertid
settings-special-days = Enkelte dager med andre åpningstider
settings-special-days-hint = Én på hver linje, for eksempel: 2026-12-23 08:00-12:00. De gjelder også på helligdager.
settings-closed-days = Enkelte stengte dager
settings-closed-days-hint = Én på hver linje, for eksempel: 2026-05-15
metric-first-response = Første svar
metric-next-response = Senere svar
metric-resolution = Løst
metric-update = Beskjed imellom
weekday-monday = Mandag
weekday-tuesday = Tirsdag
weekday-wednesday = Onsdag
weekday-thursday = Torsdag
weekday-friday = Fredag
weekday-saturday = Lørdag
weekday-sunday = Søndag
