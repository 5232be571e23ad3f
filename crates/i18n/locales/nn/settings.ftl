settings-title = Innstillingar
settings-intro = Det som verksemda bestemmer. Kvar endring gjeld med ein gong, blir lagra med kven som gjorde ho, og kan takast tilbake.
settings-of-file = Slik det står i fila til programmet.
settings-note = Kvifor blir det endra?
settings-note-hint = Til dømes: Avtale 2027. Står i historikken.
settings-check = Sjå kva endringa gjer
settings-save = Lagre
settings-preview-title = Slik blir det om du lagrar
settings-preview-moved = { $moved ->
    [0] Inga av { $open } opne saker får ei ny tid.
    [one] Éi av { $open } opne saker får ei ny tid.
   *[other] { $moved } av { $open } opne saker får ei ny tid.
}
settings-preview-late = { $late ->
    [0] Inga blir forseinka av det.
    [one] Éi blir forseinka med ein gong.
   *[other] { $late } blir forseinka med ein gong.
}
settings-history = Versjonar
settings-version = Versjon { $version }
settings-restore = Ta tilbake denne
settings-by-command-line = kommandolinja
notice-setting-saved = Innstillinga er lagra.
settings-service-level = Lovnader
settings-service-level-intro = Innan kva tid vi svarar, løyser og gir lyd, for kvar prioritet.
settings-service-level-format = Skriv tider som 4h, 30m eller 1h 30m. Er seinare svar tomt, gjeld same tid som for det første. Anna som er tomt, er ikkje lova.
settings-third-party = Tida står også medan vi ventar på ein leverandør eller nokon andre
settings-around-the-clock = Døgnet rundt, ikkje berre når vi har ope
settings-triage = Nye saker
settings-triage-intro = Kva den som skriv kan velje, kva som blir rekna som hastande, og kva prioritet det gjev.
settings-kinds = Slag som kan veljast
settings-kinds-hint = Det første er førehandsvalt. Utan nokon er alle saker spørsmål.
settings-causes = Dette blir rekna som hastande
settings-causes-hint = Éin grunn på kvar linje: eit kort namn med små bokstavar a–z, kolon, og det folk les. Til dømes: prove: Eg har ei prøve i dag. Tomt: ingenting hastar.
settings-matrix = Prioritet
settings-matrix-hint = Den som skriv ser spørsmåla, aldri P1 til P4. Forslag kan vente.
urgency-low = Kan vente
urgency-normal = Vanleg
urgency-urgent = Hastar
settings-policies = Andre lovnader for nokre saker
settings-policies-hint = Til dømes ein avtale med ein organisasjon. Av fleire reglar gjeld den mest treffande: organisasjon før emne, og emne før slag.
settings-policies-none = Det finst ingen. Dei same lovnadene gjeld alle.
settings-policy-new = Ny regel
settings-policy-intro = Andre tider, eigne opningstider eller ein eigen kontaktperson. Det som er tomt, er som for alle andre.
settings-policy-name = Namn
settings-policy-name-hint = Til dømes: Avtale med Nordlys
settings-policy-when = Gjeld saker med
settings-policy-any = Alle
settings-policy-organisation = Organisasjon
settings-policy-topic = Emne
settings-policy-week = Eigne opningstider
settings-policy-week-hint = Tomt: dei vanlege. Heilagdagar og stengingar er som for alle.
settings-policy-manager = Kontaktperson
settings-policy-manager-hint = Namn og nummer, slik dei blir viste i sakene til organisasjonen.
settings-policy-delete = Fjern regelen
settings-policy-delete-follows = Sakene får same lovnader som alle andre. Du kan angre det blant versjonane.
settings-hours = Opningstider
settings-hours-intro = Når vi har ope. Lovnader blir rekna i den tida, og opningstidene blir viste på framsida.
settings-week = Vanleg veke
settings-week-hint = Skriv som 08:00-17:00, eller 08:00-12:00, 13:00-17:00 med lunsjstengt. Tomt er stengt.
settings-zone = Tidssone
settings-zone-hint = Til dømes Europe/Oslo.
settings-country = Stengt på heilagdagar i
settings-no-holidays = Ingen land: ope også på heilagdagar
settings-country-se = Sverige
settings-country-no = Noreg
settings-eves = Opningstider dagen før heilagdag
settings-eves-hint = Til dømes 08:00-12:00 onsdag før skjertorsdag. Tomt er som vanleg.
settings-closures = Planlagde stengingar og kortare dagar
settings-closures-hint = Éi på kvar linje: første dag, siste dag, opningstider om det ikkje er stengt, og kvifor. Til dømes: 2027-07-05 2027-07-30 10:00-14:00 Sommartid
settings-special-days = Enkelte dagar med andre opningstider
settings-special-days-hint = Éin på kvar linje, til dømes: 2026-12-23 08:00-12:00. Dei gjeld også på heilagdagar.
settings-closed-days = Enkelte stengde dagar
settings-closed-days-hint = Éin på kvar linje, til dømes: 2026-05-15
metric-first-response = Første svar
metric-next-response = Seinare svar
metric-resolution = Løyst
metric-update = Beskjed imellom
weekday-monday = Måndag
weekday-tuesday = Tysdag
weekday-wednesday = Onsdag
weekday-thursday = Torsdag
weekday-friday = Fredag
weekday-saturday = Laurdag
weekday-sunday = Sundag
