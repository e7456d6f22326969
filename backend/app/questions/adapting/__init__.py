"""Questions of the bank said in the words of the job, by a language model whose every word is checked by code."""
