# Å logge inn med nokon som veit kven ein er.

identity-providers-title = Logg inn på ein annan måte
identity-sign-in-with = Logg inn med { $name }
identity-sign-in-text = Du går til { $name }, viser kven du er der, og kjem tilbake hit.
identity-again = Prøv igjen med { $name }
identity-other-way = Vel ein annan måte å logge inn på
identity-away-hint = { $name } svarar ikkje akkurat no.
identity-unknown = Ein måte som ikkje finst lenger

identity-leaving-title = Vidare til { $name }
identity-leaving-text = Det tar ein augneblink. Bruk knappen viss ingenting skjer.
identity-leaving-link = Hald fram til { $name }
identity-leaving-out-title = Du er logga ut her
identity-leaving-out-text = Vi loggar deg ut av { $name } også. Bruk knappen viss ingenting skjer.
identity-leaving-out-link = Logg ut av { $name }

identity-denied-title = Du blei ikkje logga inn
identity-denied-text = { $name } seier at du avbraut, eller at du ikkje kan bruke portalen. Prøv igjen, eller vel ein annan måte å logge inn på.
identity-login-title = Noko blei ikkje gjort ferdig
identity-login-text = { $name } ville at du skulle gjere noko, til dømes logge inn der eller samtykke, og det skjedde ikkje. Prøv igjen og følg stega der.
identity-away-title = { $name } svarar ikkje akkurat no
identity-away-text = Det er ikkje din feil. Prøv igjen om nokre minutt, eller vel ein annan måte å logge inn på.
identity-expired-title = Det tok for lang tid, eller er allereie gjort
identity-expired-text = Ei innlogging må bli ferdig innan ti minutt, i same nettlesar, og gjeld éin gong. Begynn på nytt.
identity-level-title = Det trengst ei sikrare innlogging
identity-level-text = Portalen vil vere sikrare på kven du er. Prøv igjen og vel ein sikrare måte hos { $name }, til dømes elektronisk ID eller ein ekstra faktor.
identity-untrusted-title = Vi kunne ikkje ta imot svaret
identity-untrusted-text = Svaret frå { $name } kom ikkje gjennom kontrollane våre, så du er ikkje logga inn. Prøv igjen. Viss det skjer ein gong til, skriv til oss og fortel når det skjedde.
identity-email-taken-title = Det finst allereie ein konto med adressa di
identity-email-taken-text = Logg inn slik du har gjort før. Kople så til { $name } under Min konto, og bruk den du vil. Berre ei adresse er aldri nok til at vi koplar dei saman for deg.
identity-no-account-title = Du har ingen konto her enno
identity-no-account-text = { $name } kjenner deg, men kontoar blir ikkje laga slik her. Spør den som inviterte deg, eller skriv til oss utan å logge inn.
identity-taken-title = Denne måten høyrer til ein annan konto
identity-taken-text = Den du var hos { $name }, opnar allereie ein annan konto her. Logg ut der først viss det ikkje var deg.
identity-stale-title = Du må logge inn på nytt der
identity-stale-text = { $name } slapp deg gjennom utan å spørje kven du er. Logg ut der, prøv igjen og logg inn for å kople til.
identity-only-way-title = Det er den einaste vegen din inn
identity-only-way-text = Dette er den einaste måten du kan logge inn på, så han blir ståande. Vel eit passord først, eller kople til endå ein måte.

identity-list-title = Måtar å logge inn på
identity-list-text = Her står kven andre som kan fortelje oss at det er deg. Du kan logge inn med den du vil.
identity-list-empty = Du har ikkje kopla til noko enno.
identity-connected-since = Kopla til:
identity-used-last = Sist brukt:
identity-disconnect = Kople frå { $name }
identity-connect-title = Kople til endå ein måte
identity-connect-text = Du loggar inn der éin gong, slik at vi veit at det er din.
identity-connect = Kople til { $name }
identity-prove-text = Skriv passordet ditt først, for å endre korleis du loggar inn.
identity-done-connected = { $name } er kopla til. Frå no av kan du logge inn på denne måten.
identity-done-disconnected = Måten er kopla frå og opnar ikkje kontoen din lenger.

identity-new-title = Nesten ferdig
identity-new-text = { $name } har fortalt kven du er. Det er første gong du er her, og vi treng å vite litt meir.
identity-new-email-hint = Vi sender ein kode dit, for å sjå at adressa er di.
identity-code-title = Sjekk e-posten din
identity-code-text = Vi har sendt e-post til { $email }. Viss det er ein kode i han, skriv koden her. Han gjeld i 10 minutt.
identity-code-label = Koden frå e-posten
identity-code-again = Send ein ny kode, eller byt adresse

mail-newcomer = Hei { $name }! Skriv denne koden der du loggar inn, for å vise at adressa er di. Han gjeld i 10 minutt.
mail-newcomer-code = Kode
mail-newcomer-subject = Koden din
mail-newcomer-known = Nokon, kanskje du, loggar inn for første gong med denne adressa. Adressa har allereie ein konto. Logg inn slik du har gjort før; under Min konto kan du kople til den nye måten.
mail-identity-not-you = Sei frå til oss viss det ikkje var deg. Ingen kjem inn på ein konto berre med denne e-posten.
mail-connected-subject = Ein ny måte å logge inn på
mail-connected = { $provider } er kopla til kontoen din og kan brukast til å logge inn.
mail-disconnected-subject = Ein måte å logge inn på er fjerna
mail-disconnected = { $provider } er kopla frå kontoen din og kan ikkje brukast til å logge inn lenger.
identity-unconfirmed-title = Stadfest adressa di først
identity-unconfirmed-text = Før { $name } kan koplast til, må e-postadressa til kontoen din vere stadfest. Under Min konto kan du få e-posten send på nytt.
identity-disconnect-text = Du kan ikkje lenger logge inn med { $name }.
identity-disconnect-yes = Ja, kople frå
