# Å logge inn med noen som vet hvem man er.

identity-providers-title = Logg inn på en annen måte
identity-sign-in-with = Logg inn med { $name }
identity-sign-in-text = Du går til { $name }, viser hvem du er der, og kommer tilbake hit.
identity-again = Prøv igjen med { $name }
identity-other-way = Velg en annen måte å logge inn på
identity-away-hint = { $name } svarer ikke akkurat nå.
identity-unknown = En måte som ikke finnes lenger

identity-leaving-title = Videre til { $name }
identity-leaving-text = Det tar et øyeblikk. Bruk knappen hvis ingenting skjer.
identity-leaving-link = Fortsett til { $name }
identity-leaving-out-title = Du er logget ut her
identity-leaving-out-text = Vi logger deg ut av { $name } også. Bruk knappen hvis ingenting skjer.
identity-leaving-out-link = Logg ut av { $name }

identity-denied-title = Du ble ikke logget inn
identity-denied-text = { $name } sier at du avbrøt, eller at du ikke kan bruke portalen. Prøv igjen, eller velg en annen måte å logge inn på.
identity-login-title = Noe ble ikke gjort ferdig
identity-login-text = { $name } ville at du skulle gjøre noe, for eksempel logge inn der eller samtykke, og det skjedde ikke. Prøv igjen og følg stegene der.
identity-away-title = { $name } svarer ikke akkurat nå
identity-away-text = Det er ikke din feil. Prøv igjen om noen minutter, eller velg en annen måte å logge inn på.
identity-expired-title = Det tok for lang tid, eller er allerede gjort
identity-expired-text = En innlogging må bli ferdig innen ti minutter, i samme nettleser, og gjelder én gang. Begynn på nytt.
identity-level-title = Det trengs en sikrere innlogging
identity-level-text = Portalen vil være sikrere på hvem du er. Prøv igjen og velg en sikrere måte hos { $name }, for eksempel elektronisk ID eller en ekstra faktor.
identity-untrusted-title = Vi kunne ikke ta imot svaret
identity-untrusted-text = Svaret fra { $name } besto ikke kontrollene våre, så du er ikke logget inn. Prøv igjen. Hvis det skjer én gang til, skriv til oss og fortell når det skjedde.
identity-email-taken-title = Det finnes allerede en konto med adressen din
identity-email-taken-text = Logg inn slik du har gjort før. Koble så til { $name } under Min konto, og bruk den du vil. Bare en adresse er aldri nok til at vi kobler dem sammen for deg.
identity-no-account-title = Du har ingen konto her ennå
identity-no-account-text = { $name } kjenner deg, men kontoer lages ikke slik her. Spør den som inviterte deg, eller skriv til oss uten å logge inn.
identity-taken-title = Den hører til en annen konto
identity-taken-text = Den du var hos { $name }, åpner allerede en annen konto her. Logg ut der først hvis det ikke var deg.
identity-stale-title = Du må logge inn på nytt der
identity-stale-text = { $name } slapp deg gjennom uten å spørre hvem du er. Logg ut der, prøv igjen og logg inn for å koble til.
identity-only-way-title = Det er din eneste vei inn
identity-only-way-text = Dette er din eneste måte å logge inn på, så den blir stående. Velg et passord først, eller koble til en måte til.

identity-list-title = Måter å logge inn på
identity-list-text = Her står hvem andre som kan fortelle oss at det er deg. Du kan logge inn med hvilken du vil.
identity-list-empty = Du har ikke koblet til noe ennå.
identity-connected-since = Koblet til:
identity-used-last = Sist brukt:
identity-disconnect = Koble fra { $name }
identity-connect-title = Koble til en måte til
identity-connect-text = Du logger inn der én gang, slik at vi vet at det er din.
identity-connect = Koble til { $name }
identity-prove-text = Skriv passordet ditt først, for å endre hvordan du logger inn.
identity-done-connected = { $name } er koblet til. Fra nå av kan du logge inn med den.
identity-done-disconnected = Den er koblet fra og åpner ikke kontoen din lenger.

identity-new-title = Nesten ferdig
identity-new-text = { $name } har fortalt hvem du er. Det er første gang du er her, og vi trenger litt til.
identity-new-email-hint = Vi sender en kode dit, for å se at den er din.
identity-code-title = Sjekk e-posten din
identity-code-text = Vi har sendt e-post til { $email }. Hvis det er en kode i den, skriv den her. Den gjelder i 10 minutter.
identity-code-label = Koden fra e-posten
identity-code-again = Send en ny kode, eller bytt adresse

mail-newcomer = Hei { $name }! Skriv denne koden der du logger inn, for å vise at adressen er din. Den gjelder i 10 minutter.
mail-newcomer-code = Kode
mail-newcomer-subject = Koden din
mail-newcomer-known = Noen, kanskje du, logger inn for første gang med denne adressen. Det finnes allerede en konto med den. Logg inn slik du har gjort før; under Min konto kan du koble til den nye måten.
mail-identity-not-you = Si fra til oss hvis det ikke var deg. Ingen kommer inn på en konto bare med denne e-posten.
mail-connected-subject = En ny måte å logge inn på
mail-connected = { $provider } er koblet til kontoen din og kan brukes til å logge inn.
mail-disconnected-subject = En måte å logge inn på er fjernet
mail-disconnected = { $provider } er koblet fra kontoen din og kan ikke brukes til å logge inn lenger.
identity-unconfirmed-title = Bekreft adressen din først
identity-unconfirmed-text = Før { $name } kan kobles til, må e-postadressen til kontoen din være bekreftet. Under Min konto kan du få e-posten sendt på nytt.
identity-disconnect-text = Du kan ikke lenger logge inn med { $name }.
identity-disconnect-yes = Ja, koble fra
