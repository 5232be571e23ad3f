# articles
