# Att hitta och läsa: startsidan, sökning, artiklar.

category-other = Övrigt
