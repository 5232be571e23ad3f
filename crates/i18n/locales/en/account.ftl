# Signing in.
sign-in-title = Sign in
sign-in-intro = When you are signed in you see all your tickets in one place.
sign-in-guest = You can also write to us without signing in.
field-email = E-mail address
field-password = Password
demo-title = Demo accounts
demo-text = This is a demonstration. Choose who you want to be. Everyone has the same password:
role-participant = participant
role-counsellor = counsellor
role-agent = support
role-staff = operations
role-admin = administrator
