namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Reads dates in digits: <c>2027-05-27</c>, <c>27.5.2027</c>, and with slashes month first as at(1), <c>5/27/2027</c>.</summary>
internal static class NumericDate
{
    private const int TwoDigits = 2;
    private const int FourDigits = 4;
    private const int Centuries = 2000;
    private const int FirstOfLastCentury = 70;
    private const int MonthsAYear = 12;
    private const string Hint = "a date like 2027-05-27";

    // Where year, month and day stand, by the sign between them and the digits of the first number.
    private static readonly (string Sign, bool IsYearFirst, int Year, int Month, int Day)[] Forms =
    [
        ("-", true, 0, 1, 2),
        ("/", true, 0, 1, 2),
        (".", false, 2, 1, 0),
        ("/", false, 2, 0, 1),
    ];

    internal static DayIn? Read(PhraseReader reader)
    {
        var start = reader.At;
        var sign = reader.Ahead(1);
        if (!reader.Next.IsNumber || !IsNumberAfter(reader, 1) || sign.Text == "." && !IsNumberAfter(reader, 3))
            return null;
        var isYearFirst = reader.Next.Text.Length == FourDigits;
        var form = Forms.FirstOrDefault(candidate => candidate.Sign == sign.Text && candidate.IsYearFirst == isYearFirst);
        if (form.Sign is null || !IsNumberAfter(reader, 3) || reader.Ahead(3).Text != sign.Text)
            return sign.Text is "/" or "-" && reader.Ahead(2).IsNumber ? Refused(reader, start) : null;
        var numbers = new[] { reader.Next, reader.Ahead(2), reader.Ahead(4) };
        var isInShape = numbers[form.Month].Text.Length <= TwoDigits && numbers[form.Day].Text.Length <= TwoDigits;
        if (!isInShape || YearOf(numbers[form.Year]) is not { } year)
            return Refused(reader, start);
        if (!PeriodReader.IsYear(reader, start, year))
            return null;
        var month = Number(numbers[form.Month]);
        if (month is < 1 or > MonthsAYear)
            return Refused(reader, start);
        reader.At += 5;
        return new DayIn(Period.OfMonth(year, month)!, Number(numbers[form.Day]), DayKind.Any);
    }

    private static bool IsNumberAfter(PhraseReader reader, int sign) =>
        reader.Ahead(sign).IsGlued && reader.Ahead(sign + 1) is { IsGluedNumber: true };

    // at(1): of two digits, 00 to 69 are this century.
    private static int? YearOf(Token token) => token.Text.Length switch
    {
        FourDigits => Number(token),
        TwoDigits => Number(token) + (Number(token) < FirstOfLastCentury ? Centuries : Centuries - 100),
        _ => null,
    };

    private static int Number(Token token) => int.Parse(token.Text, System.Globalization.CultureInfo.InvariantCulture);

    private static DayIn? Refused(PhraseReader reader, int token)
    {
        reader.Refuse(token, Hint);
        return null;
    }
}
