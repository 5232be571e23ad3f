# Inloggning.
sign-in-title = Logga in
sign-in-intro = Som inloggad ser du alla dina ärenden på ett ställe.
sign-in-guest = Du kan också skriva till oss utan att logga in.
field-email = E-postadress
field-password = Lösenord
demo-title = Demokonton
demo-text = Det här är en demonstration. Välj vem du vill vara. Alla har samma lösenord:
role-participant = deltagare
role-counsellor = handledare
role-agent = support
role-staff = drift
role-admin = administratör
