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
