/**
 * What Excel, LibreOffice and Google Sheets write into a cell whose formula has no result, in the languages in which
 * they translate it.
 */
// prettier-ignore
const ERRORS = new Set([
	'#NULL!', '#NUL!', '#¡NULO!', '#NULO!', '#NULLO!', '#LEEG!', '#ZERO!', '#SKÄRNING!', '#TYHJÄ!', '#NULLA!', '#BOŞ!', '#ПУСТО!',
	'#DIV/0!', '#¡DIV/0!', '#DIVISION/0!', '#DEEL/0!', '#DZIEL/0!', '#JAKO/0!', '#DĚLENÍ_NULOU!', '#ZÉRÓOSZTÓ!', '#SAYI/0!', '#ДЕЛ/0!',
	'#VALUE!', '#WERT!', '#VALEUR!', '#¡VALOR!', '#VALOR!', '#VALORE!', '#WAARDE!', '#ARG!', '#VÆRDI!', '#VÄRDEFEL!', '#VERDI!', '#ARVO!',
	'#HODNOTA!', '#ÉRTÉK!', '#DEĞER!', '#ЗНАЧ!', '#VALOARE!',
	'#REF!', '#BEZUG!', '#¡REF!', '#RIF!', '#VERW!', '#ADR!', '#REFERENCE!', '#REFERENS!', '#VIITTAUS!', '#ODKAZ!', '#HIV!', '#BAŞV!', '#ССЫЛКА!',
	'#NAME?', '#NOM?', '#¿NOMBRE?', '#NOMBRE?', '#NOME?', '#NAAM?', '#NAZWA?', '#NAVN?', '#NAMN?', '#NIMI?', '#NÁZEV?', '#NÉV?', '#AD?', '#ИМЯ?',
	'#NUM!', '#ZAHL!', '#NOMBRE!', '#¡NUM!', '#NÚM!', '#GETAL!', '#LICZBA!', '#OGILTIGT!', '#LUKU!', '#ČÍSLO!', '#SZÁM!', '#SAYI!', '#ЧИСЛО!',
	'#N/A', '#N/A!', '#NV', '#N/V', '#N/D', '#N/D!', '#N/B', '#I/T', '#SAKNAS!', '#PUUTTUU!', '#NENÍ_K_DISPOZICI', '#HIÁNYZIK', '#YOK', '#Н/Д',
	'#SPILL!', '#ÜBERLAUF!', '#PROPAGATION!', '#¡DESBORDAMIENTO!', '#DESBORDAMIENTO!', '#ESPANSIONE!', '#OVERLOPEN!', '#OVERLOOP!', '#DESPEJAR!', '#ROZLANIE!',
	'#CALC!', '#KALK!', '#CALCUL!', '#¡CALC!', '#CÁLC!', '#BEREKENEN!', '#FIELD!', '#FELD!', '#CHAMP!', '#¡CAMPO!', '#CAMPO!', '#VELD!',
	'#BLOCKED!', '#BLOCKIERT!', '#GESPERRT!', '#BLOQUÉ!', '#¡BLOQUEADO!', '#BLOQUEADO!', '#BLOCCATO!', '#GEBLOKKEERD!',
	'#CONNECT!', '#VERBINDEN!', '#CONNEXION!', '#¡CONECTAR!', '#UNKNOWN!', '#UNBEKANNT!', '#INCONNU!', '#BUSY!', '#EXTERNAL!', '#PYTHON!', '#TIMEOUT!',
	'#GETTING_DATA', '#DATEN_ABRUFEN', '#ERROR!', '#EVAL!', '#FEHLER!', '#ERREUR!', '#ERRORE!', '#¡ERROR!',
]);

/** LibreOffice's own: a word and a number. */
const NUMBERED =
	/^(?:err(?:or|eur|ore|o)?|fehler|fout|błąd|hiba|chyba|fel|fejl|feil|virhe|ошибка|ош)\s?:\s?5\d\d$/iu;
/** A cell that is too narrow for its value. */
const TOO_NARROW = /^#{3,}$/;
const LIKE_AN_ERROR = /^#[¡¿]?[\p{Lu}\d_/]{2,20}[!?]$/u;
/** Google Sheets, while a formula still waits for its data. */
const LOADING =
	/^(?:loading|wird geladen|chargement(?: en cours)?|cargando|caricamento)(?:\.{3}|…)$/i;

/** Whether a whole text is the error value of a spreadsheet. */
export function isSheetError(text: string): boolean {
	// LibreOffice writes `#NOM ?` in French, and a formula that was exported as text begins with '='.
	const error = text.replace(/\s(?=[!?]$)/, '').replace(/^=/, '');
	if (ERRORS.has(error) || NUMBERED.test(error) || TOO_NARROW.test(error)) return true;
	// In any case only where no name or hashtag looks like it.
	return /^#.*[!?/]/.test(error) && ERRORS.has(error.toUpperCase());
}

/** Whether it only has the form of one, or holds one among other words: `Herr #N/A`. */
export function isLikeSheetError(text: string): boolean {
	if (LIKE_AN_ERROR.test(text) || LOADING.test(text)) return true;
	return (
		text.includes('#') &&
		text.split(/[\s,;]+/).some((word) => /^#.*[!?/]/.test(word) && ERRORS.has(word))
	);
}
