# Signing in.
sign-in-title = Sign in
sign-in-intro = When you are signed in you see all your tickets in one place.
sign-in-unsent = You have been signed out. What you wrote is safe: sign in to send it. If you have no account, open the link in the mail about your ticket again.
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
sign-in-forgotten = Have you forgotten your password?
sign-in-by-link = Sign in with a link in an e-mail
sign-in-register = Create an account
dead-link-title = The link does not work any more
dead-link-text = A link works once and for a limited time. Ask for a new one if you need it.
dead-link-again = Ask for a new link
mail-sent-title = Look in your e-mail
mail-sent-text = If the address belongs to an account, we have sent an e-mail with a link. Open it to go on.
mail-sent-none = No e-mail after a few minutes? Look among unwanted mail, and check that the address is spelt correctly.
register-title = Create an account
register-intro = We send you an e-mail with a link. There you choose a password, and then the account is ready.
register-intro-now = With an account you see all your tickets in one place.
register-button = Create account
register-known = Do you have an account already?
register-sent-text = We have sent you an e-mail. Open the link in it to finish.
register-done-title = Thank you!
register-done-text = If the address did not have an account already, it has one now, and you can sign in.
register-confirm-title = Choose a password
register-confirm-text = Hello { $name }! The account gets the address { $email }. Choose a password and it is ready.
register-confirm-button = Create the account and sign in
password-hint = At least { $min } characters. A few words in a row are easy to remember and hard to guess.
password-new = New password
password-current = Your current password
password-save = Save the password
password-title = Change password
password-text = When you change your password, every other browser is signed out.
password-none = You have no password. We can send you an e-mail with a link where you choose one.
forgotten-title = Forgotten password
forgotten-text = Write the address you sign in with. We send you an e-mail with a link where you choose a new password.
forgotten-button = Send an e-mail
reset-title = Choose a new password
reset-text = The password is for the account { $email }. Every browser is signed out, and then you are signed in here.
link-sign-in-title = Sign in with a link
link-sign-in-text = Write your address. We send you an e-mail with a link that signs you in, without a password.
link-sign-in-button = Send the link
link-open-title = Sign in
link-open-text = You are signing in as { $email }.
code-title = One more step
field-code = Code
code-hint = The six digits in your authenticator app, or one of your recovery codes.
code-lost = Neither the app nor a recovery code? Write to us without signing in and we will help you.
proof-title = Show that it is you
proof-hint = So that we know it is you.
proof-again = It is a while since you signed in. Sign out and in again to change this.
email-title = Change e-mail address
email-text = Your address now is { $email }. We send one e-mail to it and one to the new one. The address changes once you have opened the links in both.
email-new = New e-mail address
email-button = Send the e-mails
email-agree-title = Change e-mail address
email-agree-old = The account that has this address is to get the address { $email } instead.
email-agree-new = The address { $email } is to become the address of your account.
email-agree-button = Yes, change it
email-agreed-title = Thank you!
email-agreed-one = Now the link in the other e-mail remains. The address changes once it has been opened too.
email-agreed-both = Done. The address of the account is now { $email }.
email-confirm-title = Confirm your e-mail address
email-confirm-text = Is { $email } your address?
email-confirm-button = Yes, it is mine
factor-title = Authenticator app
factor-required = Your role requires a second step when signing in. Set it up now to go on.
factor-text = With an authenticator app on your telephone we ask for a code when you sign in. Then it is not enough that someone learns your password.
factor-begin = Set up the app
factor-step-app = Open an authenticator app on your telephone, such as Google Authenticator, Microsoft Authenticator or 2FAS.
factor-step-scan = Scan the picture, or type the key below it.
factor-step-code = Write the code that the app shows.
factor-picture = QR code for the app. The same is below the picture as text.
factor-secret = Key for typing in:
factor-code-hint = The six digits that the app shows now.
factor-confirm = Done
factor-on = We ask for a code when you sign in.
factor-codes-left = { $count ->
    [one] You have one recovery code left.
   *[other] You have { $count } recovery codes left.
}
factor-new-codes = Make new recovery codes
factor-remove = Remove the app
codes-title = Your recovery codes
codes-text = If you lose your telephone, you sign in with one of these codes. Each code works once.
codes-once = Print them or keep them in a safe place. They are shown only now.
codes-kept = I have kept them
account-title = My account
account-ways = How you sign in
account-password = You have a password.
account-no-password = You have no password.
account-no-factor = We do not ask for a code when you sign in.
account-identities = Other ways to sign in
account-new-email = The address { $email } waits for the links in both e-mails to be opened.
account-unconfirmed = We do not know yet that the address is yours.
account-confirm = Send an e-mail to confirm it
account-sessions = Where you are signed in
account-sessions-text = Is there one you do not recognise? End it and change your password.
session-own = This browser
session-end = End
session-end-others = End all others
session-device = Browser
session-device-unknown = Unknown browser
session-begun = Signed in
session-seen = Last used
account-done-password = The password has been changed. Every other browser has been signed out.
account-done-email = We have sent two e-mails. Open the link in both to change your address.
account-done-unconfirmed = We have sent an e-mail. Open the link in it, in this browser.
account-done-confirmed = Thank you, now we know that the address is yours.
account-done-factor-removed = We no longer ask for a code when you sign in.
account-done-sessions = Signed out there.
unclaimed-title = { $count ->
    [one] One ticket was filed without an account
   *[other] { $count } tickets were filed without an account
}
unclaimed-text = { $count ->
    [one] It has your e-mail address. Add it to yours if it was you who sent it.
   *[other] They have your e-mail address. Add them to yours if it was you who sent them.
}
unclaimed-button = { $count ->
    [one] Yes, it is mine
   *[other] Yes, they are mine
}
