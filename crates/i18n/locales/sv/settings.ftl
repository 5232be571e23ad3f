settings-title = Inställningar
settings-intro = Det som verksamheten bestämmer. Varje ändring gäller genast, sparas med vem som gjorde den och går att ta tillbaka.
settings-of-file = Så som det står i programmets fil.
settings-note = Varför ändras det?
settings-note-hint = Till exempel: Avtal 2027. Står i historiken.
settings-check = Se vad ändringen gör
settings-save = Spara
settings-preview-title = Så här blir det om du sparar
settings-preview-moved = { $moved ->
    [0] Inget av { $open } öppna ärenden får en ny tid.
    [one] Ett av { $open } öppna ärenden får en ny tid.
   *[other] { $moved } av { $open } öppna ärenden får en ny tid.
}
settings-preview-late = { $late ->
    [0] Inget blir försenat av det.
    [one] Ett blir försenat genast.
   *[other] { $late } blir försenade genast.
}
settings-history = Versioner
settings-version = Version { $version }
settings-restore = Ta tillbaka den här
settings-by-command-line = kommandoraden
notice-setting-saved = Inställningen är sparad.
settings-service-level = Löften
settings-service-level-intro = Inom vilken tid vi svarar, löser och hör av oss, för varje prioritet.
settings-service-level-format = Skriv tider som 4h, 30m eller 1h 30m. Är senare svar tomt gäller samma tid som för det första. Annat som är tomt är inte lovat.
settings-third-party = Tiden står också medan vi väntar på en leverantör eller någon annan
settings-around-the-clock = Dygnet runt, inte bara när vi har öppet
settings-triage = Nya ärenden
settings-triage-intro = Vad den som skriver får välja, vad som räknas som brådskande, och vilken prioritet det ger.
settings-kinds = Slag som går att välja
settings-kinds-hint = Det första är förvalt. Utan något är alla ärenden frågor.
settings-causes = Det här räknas som brådskande
settings-causes-hint = En orsak på varje rad: ett kort namn med små bokstäver a–z, kolon, och det som folk läser. Till exempel: prov: Jag har ett prov i dag. Tomt: inget är brådskande.
settings-matrix = Prioritet
settings-matrix-hint = Den som skriver ser frågorna, aldrig P1 till P4. Förslag kan vänta.
urgency-low = Kan vänta
urgency-normal = Vanligt
urgency-urgent = Brådskande
settings-policies = Andra löften för vissa ärenden
settings-policies-hint = Till exempel ett avtal med en organisation. Av flera regler gäller den mest träffande: organisation före ämne, och ämne före slag.
settings-policies-none = Det finns inga. Samma löften gäller alla.
settings-policy-new = Ny regel
settings-policy-intro = Andra tider, egna öppettider eller en egen kontaktperson. Det som är tomt är som för alla andra.
settings-policy-name = Namn
settings-policy-name-hint = Till exempel: Avtal med Nordlys
settings-policy-when = Gäller ärenden med
settings-policy-any = Alla
settings-policy-organisation = Organisation
settings-policy-topic = Ämne
settings-policy-week = Egna öppettider
settings-policy-week-hint = Tomt: de vanliga. Helgdagar och stängningar är som för alla.
settings-policy-manager = Kontaktperson
settings-policy-manager-hint = Namn och nummer, så som de visas i organisationens ärenden.
settings-policy-delete = Ta bort regeln
settings-policy-delete-follows = Ärendena får samma löften som alla andra. Du kan ta tillbaka det bland versionerna.
settings-hours = Öppettider
settings-hours-intro = När vi har öppet. Löften räknas i den tiden, och öppettiderna visas på startsidan.
settings-week = Vanlig vecka
settings-week-hint = Skriv som 08:00-17:00, eller 08:00-12:00, 13:00-17:00 med lunchstängt. Tomt är stängt.
settings-zone = Tidszon
settings-zone-hint = Till exempel Europe/Stockholm.
settings-country = Stängt på helgdagar i
settings-no-holidays = Inget land: öppet även på helgdagar
settings-country-se = Sverige
settings-country-no = Norge
settings-eves = Öppettider dagen före helgdag
settings-eves-hint = Till exempel 08:00-12:00 på skärtorsdagen och valborgsmässoafton. Tomt är som vanligt.
settings-closures = Planerade stängningar och kortare dagar
settings-closures-hint = En på varje rad: första dagen, sista dagen, öppettider om det inte är stängt, och varför. Till exempel: 2027-07-05 2027-07-30 10:00-14:00 Sommartid
settings-special-days = Enstaka dagar med andra öppettider
settings-special-days-hint = En på varje rad, till exempel: 2026-12-23 08:00-12:00. De gäller också på helgdagar.
settings-closed-days = Enstaka stängda dagar
settings-closed-days-hint = En på varje rad, till exempel: 2026-05-15
metric-first-response = Första svaret
metric-next-response = Senare svar
metric-resolution = Löst
metric-update = Besked emellan
weekday-monday = Måndag
weekday-tuesday = Tisdag
weekday-wednesday = Onsdag
weekday-thursday = Torsdag
weekday-friday = Fredag
weekday-saturday = Lördag
weekday-sunday = Söndag
