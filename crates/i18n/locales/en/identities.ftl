# Signing in with someone who knows who you are.

identity-providers-title = Sign in another way
identity-sign-in-with = Sign in with { $name }
identity-sign-in-text = You go to { $name }, show who you are there, and come back here.
identity-again = Try again with { $name }
identity-other-way = Choose another way to sign in
identity-away-hint = { $name } does not answer just now.
identity-unknown = A way we no longer offer

identity-leaving-title = On to { $name }
identity-leaving-text = This takes a moment. If nothing happens, use the button.
identity-leaving-link = Continue to { $name }
identity-leaving-out-title = You are signed out here
identity-leaving-out-text = We are signing you out of { $name } as well. If nothing happens, use the button.
identity-leaving-out-link = Sign out of { $name }

identity-denied-title = You were not signed in
identity-denied-text = { $name } says that you stopped on the way, or that you may not use this portal. Try again, or choose another way to sign in.
identity-login-title = Something was left to do
identity-login-text = { $name } wanted you to do something, such as sign in there or say yes, and that did not happen. Try again and follow the steps there.
identity-away-title = { $name } does not answer just now
identity-away-text = It is not your fault. Try again in a few minutes, or choose another way to sign in.
identity-expired-title = That took too long, or was done already
identity-expired-text = Signing in must be finished within ten minutes, in the same browser, and counts once. Start again.
identity-level-title = A stronger way of signing in is needed
identity-level-text = This portal wants to be more certain of who you are. Try again, and choose a stronger way at { $name }, such as an electronic ID or a second factor.
identity-untrusted-title = We could not take the answer
identity-untrusted-text = The answer from { $name } did not pass our checks, so you are not signed in. Try again. If it happens once more, write to us and say when it happened.
identity-email-taken-title = There is an account with your address already
identity-email-taken-text = Sign in the way you did before. Then connect { $name } under My account, and you can use either. An address alone is never enough for us to connect them for you.
identity-no-account-title = You have no account here yet
identity-no-account-text = { $name } knows you, but accounts are not made that way here. Ask whoever invited you, or write to us without signing in.
identity-taken-title = It belongs to another account
identity-taken-text = Whoever you were at { $name } opens another account here already. Sign out there first if that was not you.
identity-stale-title = You need to sign in there anew
identity-stale-text = { $name } let you through without asking who you are. To connect it, sign out there, try again, and sign in.
identity-only-way-title = It is your only way in
identity-only-way-text = This is your only way to sign in, so it stays. Choose a password first, or connect another way.

identity-list-title = Ways to sign in
identity-list-text = Here is who else may tell us that it is you. You can use any of them to sign in.
identity-list-empty = You have not connected anything yet.
identity-connected-since = Connected:
identity-used-last = Used last:
identity-disconnect = Disconnect { $name }
identity-connect-title = Connect another way
identity-connect-text = You sign in there once, so that we know that it is yours.
identity-connect = Connect { $name }
identity-prove-text = To change how you sign in, write your password first.
identity-done-connected = { $name } is connected. You can sign in with it from now on.
identity-done-disconnected = It is disconnected and opens your account no more.

identity-new-title = Nearly done
identity-new-text = { $name } has told us who you are. This is the first time you are here, and we need a little more.
identity-new-email-hint = We send a code there, to see that it is yours.
identity-code-title = Look in your mail
identity-code-text = We have sent a mail to { $email }. If there is a code in it, write it here. It is good for 10 minutes.
identity-code-label = The code from the mail
identity-code-again = Send a new code, or change the address

mail-newcomer = Hello { $name }! Write this code where you are signing in, to show that the address is yours. It is good for 10 minutes.
mail-newcomer-code = Code
mail-newcomer-subject = Your code
mail-newcomer-known = Someone, perhaps you, is signing in for the first time with this address. There is an account with it already. Sign in the way you did before; under My account you can connect the new way.
mail-identity-not-you = If it was not you, tell us. Nobody comes into an account by this e-mail alone.
mail-connected-subject = A new way to sign in
mail-connected = { $provider } has been connected with your account and can be used to sign in.
mail-disconnected-subject = A way to sign in was removed
mail-disconnected = { $provider } has been disconnected from your account and cannot be used to sign in any more.
identity-unconfirmed-title = Confirm your address first
identity-unconfirmed-text = Before { $name } can be connected, the e-mail address of your account has to be confirmed. Under My account you can have the mail sent again.
