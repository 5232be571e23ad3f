# Driftläge och publicering av det.

problem-required-title = Skriv en rubrik på minst ett språk.
problem-required-words = Skriv några ord om det på minst ett språk.
problem-required-time = Fyll i datum och tid.
problem-short-notice = Det är mindre än ett dygn till arbetet börjar, så alla hinner inte få veta det. Bekräfta att det ska publiceras ändå.
problem-begun-already = Tiden som du har skrivit är redan här, så arbetet visas som påbörjat. Kontrollera tiden, och bekräfta om den stämmer.
problem-in-future = Tiden har inte kommit än. Skriv när störningen började, eller lämna fältet tomt om det är nu.
problem-not-in-future = Arbetet har redan börjat och kan bara skjutas upp. Skriv en tid som inte har kommit än.
problem-unchanged = Texten är den som redan är publicerad. Ändra den, eller avbryt.

amount-days = { $count ->
    [one] { $count } dygn
   *[other] { $count } dygn
}
amount-hours = { $count ->
    [one] { $count } timme
   *[other] { $count } timmar
}
amount-minutes = { $count ->
    [one] { $count } minut
   *[other] { $count } minuter
}
amount-moment = mindre än en minut
list-and = och

status-title = Driftläge
status-overall-operational = Allt fungerar
status-overall-under-maintenance = Planerat arbete pågår: { $services }
status-overall-degraded-performance = Fungerar sämre än vanligt: { $services }
status-overall-partial-outage = En del fungerar inte: { $services }
status-overall-major-outage = Fungerar inte alls: { $services }
status-overall-next = Nedanför står vad vi vet och vad vi gör åt det.
status-away = Vi når inte vår databas just nu. Uppgifterna är från kl. { $time }.
status-zone = Alla tider gäller tidszonen { $zone }.
status-state-operational = Fungerar
status-state-under-maintenance = Planerat arbete pågår
status-state-degraded-performance = Fungerar sämre än vanligt
status-state-partial-outage = En del fungerar inte
status-state-major-outage = Fungerar inte
status-impact-none = Ingen påverkan
status-impact-minor = Mindre störning
status-impact-major = Större störning
status-impact-critical = Avbrott
status-word-investigating = Vi undersöker
status-word-identified = Vi har hittat orsaken
status-word-monitoring = Åtgärdat, vi håller koll
status-word-resolved = Löst
status-word-scheduled = Planerat
status-word-in-progress = Pågår
status-word-completed = Klart
status-word-cancelled = Inställt
status-word-note = Mer om detta
status-current = Störningar just nu
status-current-notice = Bra att veta just nu
status-services = Tjänster
status-services-none = Här finns inga tjänster att visa än.
status-planned = Planerat arbete
status-planned-none = Inget arbete är planerat.
status-planned-past = Tidigare planerat arbete
status-calendar = Lägg till planerat arbete i din kalender
status-feed = Följ driftläget som flöde (Atom)
status-follow = Följ driftläget
status-recent = Senaste störningarna
status-recent-none = Inga störningar de senaste 90 dagarna.
status-history-link = Alla tidigare störningar
status-history-title = Tidigare störningar
status-history-none = Det har inte varit några störningar.
status-history-empty-page = Det finns inget på den här sidan. Gå till början av listan.
status-bars-fine = { $service }: inga störningar de senaste 90 dagarna.
status-bars = { $service }: störningar { $count } av de senaste 90 dagarna. Tillgänglig { $uptime } av tiden.
status-bar-day = { $day }: { $impact }, { $length }
status-bars-from = 90 dagar sedan
status-bars-today = i dag
status-uptime = Tillgänglig { $uptime }
status-days = { $count ->
    [one] Visa dagen med störningar
   *[other] Visa { $count } dagar med störningar
}
status-days-caption = Dagar med störningar: { $service }
status-column-day = Dag
status-column-impact = Hur illa
status-column-length = Hur länge
status-column-what = Vad som hände
status-affects = Berör
status-began = Började
status-ended = Slutade
status-lasted = Varade
status-ongoing = Har pågått i { $length }
status-when = När
status-timeline = Vad som har hänt
status-timeline-plan = Information
status-change-added = Berörs nu också: { $service } ({ $impact })
status-change-removed = Berörs inte längre: { $service }
status-change-worse = Värre för { $service }: { $impact }
status-change-better = Bättre för { $service }: { $impact }
status-change-moved = Ny tid: { $when }
status-corrected = Rättad
status-title-corrected = Rubriken rättad
status-back = Till driftläge
status-home-current = Just nu och snart
status-home-more = Se hela driftläget
status-desk-title = Publicera driftläge
status-desk-intro = Det du publicerar syns genast för alla, på startsidan och på sidan Driftläge.
status-desk-public = Visa sidan som alla ser
status-desk-new-incident = Rapportera en störning
status-desk-new-maintenance = Planera ett arbete
status-desk-open = Pågående störningar
status-desk-open-none = Inga störningar pågår.
status-desk-coming = Pågående och kommande arbeten
status-desk-coming-none = Inga arbeten är planerade.
status-desk-update = Uppdatera
status-desk-updated = Senast uppdaterad
status-desk-services = Vilka tjänster berörs?
status-desk-services-none = Det finns inga tjänster att välja. De läggs in av den som driver portalen.
status-desk-impact = Hur illa är det?
status-desk-impacts-differ = Berörs tjänsterna olika mycket?
status-desk-impacts-differ-hint = Välj bara för de tjänster där det är värre eller bättre än du har svarat ovan.
status-desk-impact-same = Som ovan
status-desk-began-hint = Lämna tomt om det började nu. Tidszon: { $zone }.
status-explain-none = Ingenting saknas, men det är bra att veta.
status-explain-minor = Det går, men långsammare eller på en omväg.
status-explain-major = En viktig del fungerar inte.
status-explain-critical = Ingenting fungerar.
status-desk-status = Hur långt har vi kommit?
status-explain-investigating = Vi vet att något är fel.
status-explain-identified = Vi vet vad felet är och arbetar på det.
status-explain-monitoring = Felet är borta. Vi ser till att det förblir så.
status-explain-resolved = Allt är som vanligt. Störningen avslutas nu.
status-desk-field-title = Rubrik
status-desk-hint-title = Säg vad som inte går, till exempel ”Det går inte att logga in med BankID”.
status-desk-hint-title-plan = Till exempel ”Videomöten stängs för uppdatering”.
status-desk-field-text = Text
status-desk-hint-text = Vad märker man, vad kan man göra under tiden, och när skriver ni mer?
status-desk-hint-text-plan = Vad händer, vad går inte att använda och vad fungerar som vanligt?
status-desk-in-language = { $field } på { $language }
status-desk-lang-sv = svenska
status-desk-lang-nb = norska
status-desk-lang-en = engelska
status-desk-more-languages = Fler språk
status-desk-more-languages-hint = Den som läser ett annat språk får se texten på det språk som ligger närmast.
status-desk-starts = Börjar
status-desk-ends = Slutar
status-desk-new-start = Ny starttid
status-desk-new-start-hint = Lämna tomt om tiden står fast: { $time }.
status-desk-new-end = Ny sluttid
status-desk-new-end-hint = Lämna tomt om tiden står fast: { $time }.
status-desk-zone = Tidszon: { $zone }.
status-desk-confirm = Publicera ändå
status-desk-publish-incident = Publicera störningen
status-desk-publish-maintenance = Publicera arbetet
status-desk-publish-update = Publicera uppdateringen
status-desk-action = Vad vill du göra?
status-action-note = Berätta mer
status-action-finish = Avsluta nu
status-action-cancel = Avboka arbetet
status-explain-note = Skriv något nytt eller ändra när arbetet börjar eller slutar.
status-explain-finish = Arbetet är klart, och allt är som vanligt.
status-explain-cancel = Det blir inget av arbetet.
status-desk-over = Arbetet är över eller inställt. Du kan fortfarande skriva något om det.
status-desk-correct = Rätta
status-desk-correct-heading = Rätta rubriken
status-desk-correct-title = Rätta en publicerad text
status-desk-correct-intro = Den nya texten syns genast för alla, med upplysning om att den är rättad. Det som stod förut ser bara ni som publicerar driftläget.
status-desk-publish-correction = Publicera rättelsen
status-desk-earlier = Vad som stod förut
status-desk-earlier-until = Till { $time }:

notice-posted = Publicerat. Det syns nu för alla.
notice-updated = Uppdateringen är publicerad. Den syns nu för alla.
notice-corrected = Rättelsen är publicerad. Den syns nu för alla.
notice-see = Visa det som syns
only-in-sv = Bara på svenska
only-in-nb = Bara på norska
only-in-en = Bara på engelska
