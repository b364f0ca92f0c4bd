tikuPart("problems-1", [
["N6","warning","generative-ai.md",14,"this point repeats line 12; it was dropped","delete it in the source","qex2parxhn5ej"],
["N6","warning","generative-ai.md",15,"this point repeats line 13; it was dropped","delete it in the source","qex2parxhn5ej"],
["M3","warning","generative-ai.md",235,"this question is perhaps the same as line 95 (the same words in another order); both were kept","delete one of the two if it is","qdj6wqzwwknb7"],
["M3","warning","generative-ai.md",246,"this question is perhaps the same as line 106 (4 of 4 points of the answer are the same); both were kept","delete one of the two if it is","qcrf53hh67a3o"],
["M1","warning","generative-ai.md",326,"this question repeats line 189; the two became one","delete one of the two","qjdo2vuwpxeyf"]
]);
