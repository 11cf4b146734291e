using System.Globalization;

namespace JobQueue.Scheduler.Times;

/// <summary>Reads one field of a schedule, <c>1-5,10-50/5</c>, into the set of its values.</summary>
internal ref struct CronFieldReader
{
    // A step beyond every range leaves the first value, however far beyond.
    private const int LargestNumber = 1_000_000;

    private readonly CronField _field;
    private readonly ReadOnlySpan<char> _text;
    private readonly int _column;
    private int _at;

    private CronFieldReader(CronField field, ReadOnlySpan<char> text, int column)
    {
        _field = field;
        _text = text;
        _column = column;
    }

    /// <summary>The values as bits, or the first fault; columns count from <paramref name="column"/>.</summary>
    internal static TextError? Read(CronField field, ReadOnlySpan<char> text, int column, out ulong values) =>
        new CronFieldReader(field, text, column).ReadItems(out values);

    private TextError? ReadItems(out ulong values)
    {
        values = 0;
        while (true)
        {
            if (ReadItem(ref values) is { } error)
                return error;
            if (_at == _text.Length)
                return null;
            _at++;
        }
    }

    private TextError? ReadItem(ref ulong values)
    {
        var start = _at;
        var isStar = Take('*');
        var (first, last, isRange) = (_field.First, _field.Last, true);
        if (!isStar && ReadRange(out first, out last, out isRange) is { } badRange)
            return badRange;
        if (ReadStep(start, isRange, out var step) is { } badStep)
            return badStep;
        if (_at < _text.Length && _text[_at] != ',')
            return Junk(start);
        for (var value = first; value <= last; value += step)
            values |= 1UL << value;
        return null;
    }

    private TextError? ReadRange(out int first, out int last, out bool isRange)
    {
        var start = _at;
        isRange = false;
        var badFirst = ReadValue(out first);
        last = first;
        if (badFirst is not null || !(isRange = Take('-')))
            return badFirst;
        if (ReadValue(out last) is { } badLast)
            return badLast;
        // crontab(5) has Sunday at both ends of the week: fri-sun ends at 7.
        if (_field == CronField.DayOfWeek && last == 0 && first > 0)
            last = 7;
        return first > last ? Reversed(start) : null;
    }

    private TextError? ReadValue(out int value)
    {
        var start = _at;
        value = TakeNumber();
        if (value < 0)
        {
            while (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
                _at++;
            value = _field.ValueOf(_text[start.._at]);
        }

        if (value >= _field.First && value <= _field.Last)
            return null;
        var item = ItemAt(start);
        return Fault(start, item, CronFieldRefusals.AdviceFor(_field, item.ToString()) ?? _field.Expected);
    }

    private TextError? ReadStep(int start, bool isAllowed, out int step)
    {
        step = 1;
        var slash = _at;
        if (!Take('/'))
            return null;
        step = TakeNumber();
        if (!isAllowed)
        {
            var value = _text[start..slash];
            return Fault(start, ItemAt(start), $"a step after * or a range, as in {value}-{_field.Last}{_text[slash.._at]}");
        }

        return step > 0 ? null : Fault(slash + 1, ItemAt(slash + 1), "a step of 1 or more");
    }

    private readonly TextError Reversed(int start)
    {
        var range = _text[start.._at];
        var dash = range.IndexOf('-');
        var (end, begin) = _field.Names.Count > 0
            ? (_field.Names[^1], _field.Names[0])
            : (_field.Last.ToString(CultureInfo.InvariantCulture), _field.First.ToString(CultureInfo.InvariantCulture));
        return Fault(start, range, $"a range that ascends, or two: {range[..dash]}-{end},{begin}-{range[(dash + 1)..]}");
    }

    private readonly TextError Junk(int start)
    {
        var item = ItemAt(start);
        var advice = CronFieldRefusals.AdviceFor(_field, item.ToString());
        return advice is null ? Fault(_at, ItemAt(_at), "a comma or the end of the field") : Fault(start, item, advice);
    }

    private readonly ReadOnlySpan<char> ItemAt(int start)
    {
        var rest = _text[start..];
        var comma = rest.IndexOf(',');
        return comma < 0 ? rest : rest[..Math.Max(comma, 1)];
    }

    private readonly TextError Fault(int at, ReadOnlySpan<char> found, string expected) =>
        found.IsEmpty
            ? TextError.At(_column + at, _text[at..], expected) with { Found = "the end of the field" }
            : TextError.At(_column + at, found, expected);

    private bool Take(char character)
    {
        var isThere = _at < _text.Length && _text[_at] == character;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private int TakeNumber()
    {
        var number = -1;
        for (; _at < _text.Length && char.IsAsciiDigit(_text[_at]); _at++)
            number = Math.Min(Math.Max(number, 0) * 10 + (_text[_at] - '0'), LargestNumber);
        return number;
    }
}
