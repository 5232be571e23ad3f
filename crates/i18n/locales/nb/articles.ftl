# Å finne og lese: forsiden, søk, artikler.

category-other = Annet
