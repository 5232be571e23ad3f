# Innlogging.
sign-in-title = Logg inn
sign-in-intro = Når du er logget inn, ser du alle henvendelsene dine på ett sted.
sign-in-guest = Du kan også skrive til oss uten å logge inn.
field-email = E-postadresse
field-password = Passord
demo-title = Demokontoer
demo-text = Dette er en demonstrasjon. Velg hvem du vil være. Alle har samme passord:
role-participant = deltaker
role-counsellor = veileder
role-agent = brukerstøtte
role-staff = drift
role-admin = administrator
