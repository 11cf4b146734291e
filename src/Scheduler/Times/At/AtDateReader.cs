namespace JobQueue.Scheduler.Times.At;

/// <summary>Reads days: <c>May 27</c>, <c>27 May 2027</c>, <c>5/27/2027</c>, <c>27.5.2027</c>, <c>2027-5-27</c>, <c>tomorrow</c>.</summary>
internal static class AtDateReader
{
    /// <summary>The words that a day begins with.</summary>
    internal const AtTokenKinds Words = AtTokenKinds.NamedDay | AtTokenKinds.Next | AtTokenKinds.Weekday | AtTokenKinds.Month;

    private const AtTokenKinds OneToken = AtTokenKinds.HyphenDate | AtTokenKinds.DottedDate;

    internal static bool IsNext(in AtCursor cursor) =>
        cursor.Is(Words | OneToken) || cursor.Token.IsShortNumber || IsDigitDate(cursor.Token);

    /// <summary>The day that comes next.</summary>
    internal static AtFault? Read(ref AtCursor cursor, out AtDay day)
    {
        var token = cursor.Take();
        cursor.Expect(AtExpectation.AfterBase);
        day = default;
        switch (token.Kind)
        {
            case AtTokenKinds.NamedDay:
                day = AtDay.Ahead(AtUnit.Day, token.Value);
                return null;
            case AtTokenKinds.Weekday:
                day = AtDay.On((DayOfWeek)token.Value);
                return null;
            case AtTokenKinds.Next:
                return ReadNext(ref cursor, out day);
            case AtTokenKinds.Month:
                return ReadMonthDay(ref cursor, token, out day);
            case AtTokenKinds.HyphenDate:
            case AtTokenKinds.DottedDate:
                return AtDateParts.OfSeparated(cursor.Text, token, out day);
            default:
                if (!token.IsShortNumber)
                    return AtDateParts.OfDigits(cursor.Text, token, out day);
                cursor.Expect(AtExpectation.AfterDay);
                return ReadAfterNumber(ref cursor, token, out day);
        }
    }

    /// <summary>The day that a number of one or two digits begins; the month or the other numbers come next.</summary>
    internal static AtFault? ReadAfterNumber(ref AtCursor cursor, AtToken number, out AtDay day)
    {
        day = default;
        if (cursor.Is(AtTokenKinds.Slash))
            return ReadSlashes(ref cursor, number, out day);
        if (!cursor.Is(AtTokenKinds.Month))
            return cursor.Fault();
        var month = cursor.Take();
        AtToken? year = null;
        cursor.Expect(AtExpectation.AfterMonthAndDay);
        if (IsYear(cursor.Token))
            year = TakeYear(ref cursor);
        return AtDateParts.Of(year, month, number, hasSlashes: false, out day);
    }

    private static bool IsDigitDate(AtToken token) => token is { Kind: AtTokenKinds.Number, Length: >= 5 and <= 8 };

    // at(1) takes the beginning of 5,2027 for a time.
    private static bool IsJoinedByComma(in AtCursor cursor) =>
        cursor.Is(AtTokenKinds.HourMinute) && cursor.Text[cursor.Token.End - 3] == ',';

    private static bool IsYear(AtToken token) => token is { Kind: AtTokenKinds.Number, Length: 2 or 4 };

    private static AtToken TakeYear(ref AtCursor cursor)
    {
        var year = cursor.Take();
        cursor.Expect(AtExpectation.AfterBase);
        return year;
    }

    private static AtFault? ReadNext(ref AtCursor cursor, out AtDay day)
    {
        cursor.Expect(AtExpectation.AfterNext);
        day = default;
        if (!cursor.Is(AtTokenKinds.Weekday | AtTokenKinds.Unit))
            return cursor.Fault();
        var token = cursor.Take();
        day = token.Is(AtTokenKinds.Weekday) ? AtDay.On((DayOfWeek)token.Value) : AtDay.Ahead(AtUnit.All[token.Value], 1);
        cursor.Expect(AtExpectation.AfterBase);
        return null;
    }

    private static AtFault? ReadMonthDay(ref AtCursor cursor, AtToken month, out AtDay day)
    {
        cursor.Expect(IsJoinedByComma(cursor) ? AtExpectation.DayAndComma : AtExpectation.AfterMonth);
        day = default;
        if (!cursor.Token.IsShortNumber)
            return cursor.Fault();
        var number = cursor.Take();
        AtToken? year = null;
        cursor.Expect(AtExpectation.AfterMonthAndDay);
        if (cursor.Is(AtTokenKinds.Comma))
        {
            cursor.Take();
            cursor.Expect(AtExpectation.Year);
            if (!IsYear(cursor.Token))
                return cursor.Fault();
        }

        if (IsYear(cursor.Token))
            year = TakeYear(ref cursor);
        return AtDateParts.Of(year, month, number, hasSlashes: false, out day);
    }

    private static AtFault? ReadSlashes(ref AtCursor cursor, AtToken month, out AtDay day)
    {
        cursor.Take();
        cursor.Expect(AtExpectation.DayNumber);
        day = default;
        if (!cursor.Token.IsShortNumber)
            return cursor.Fault();
        var number = cursor.Take();
        cursor.Expect(AtExpectation.Slash);
        if (!cursor.Is(AtTokenKinds.Slash))
            return cursor.Fault();
        cursor.Take();
        cursor.Expect(AtExpectation.Year);
        return IsYear(cursor.Token) ? AtDateParts.Of(TakeYear(ref cursor), month, number, hasSlashes: true, out day) : cursor.Fault();
    }
}
