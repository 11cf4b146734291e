using System.Globalization;

namespace JobQueue.Scheduler.Times;

/// <summary>Reads one field of a schedule, <c>1-5,10-50/5,30~59</c>, into the set of its values.</summary>
internal ref struct CronFieldReader
{
    // A step beyond every range leaves the first value, however far beyond.
    private const int LargestNumber = 1_000_000;

    // Each takes a hash, and may be drawn again.
    private const int MostDrawn = 10;

    private readonly CronField _field;
    private readonly ReadOnlySpan<char> _text;
    private readonly int _column;
    private readonly Draw _draw;
    private int _at;
    private int _items;
    private int _drawn;

    private CronFieldReader(CronField field, ReadOnlySpan<char> text, int column, Draw draw)
    {
        _field = field;
        _text = text;
        _column = column;
        _draw = draw;
    }

    private enum Item
    {
        Value,
        Range,

        /// <summary>One value of a range: <c>a~b</c>.</summary>
        Drawn,
    }

    /// <summary>The values as bits, or the first fault; columns count from <paramref name="column"/>.</summary>
    internal static TextError? Read(CronField field, ReadOnlySpan<char> text, int column, Draw draw, out ulong values) =>
        new CronFieldReader(field, text, column, draw).ReadItems(out values);

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
        _items++;
        var (first, last, item) = (_field.First, _field.Last, Item.Range);
        if (!Take('*') && ReadRange(out first, out last, out item) is { } badRange)
            return badRange;
        if (ReadStep(start, item, out var step) is { } badStep)
            return badStep;
        if (!IsAtEndOfItem)
            return Junk(start);
        if (item == Item.Drawn && ++_drawn > MostDrawn)
            return Fault(start, ItemAt(start), $"at most {MostDrawn} drawn values in a field");
        if (item == Item.Drawn)
            first = last = _draw.Between(first, last, $"{_field.Noun} {_items}");
        for (var value = first; value <= last; value += step)
            values |= 1UL << value;
        return null;
    }

    private TextError? ReadRange(out int first, out int last, out Item item)
    {
        var start = _at;
        (first, last, item) = (_field.First, _field.Last, Item.Value);
        // crontab(5) of cronie: either end of a drawn range may be left out.
        if (!IsAt('~') && ReadValue(out first) is { } badFirst)
            return badFirst;
        item = Take('-') ? Item.Range : Take('~') ? Item.Drawn : Item.Value;
        var isLastLeftOut = item == Item.Drawn && (IsAtEndOfItem || IsAt('/'));
        if (item == Item.Value)
            last = first;
        else if (!isLastLeftOut && ReadValue(out last) is { } badLast)
            return badLast;
        // crontab(5) has Sunday at both ends of the week: fri-sun ends at 7.
        if (_field == CronField.DayOfWeek && last == 0 && first > 0)
            last = 7;
        return first > last ? Reversed(start, item) : null;
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

    private TextError? ReadStep(int start, Item item, out int step)
    {
        step = 1;
        var slash = _at;
        if (!Take('/'))
            return null;
        step = TakeNumber();
        var before = _text[start..slash];
        var written = _text[slash.._at];
        if (item == Item.Value)
            return Fault(start, ItemAt(start), $"a step after * or a range, as in {Shown(before)}-{_field.Last}{Shown(written)}");
        if (item == Item.Drawn)
            return Fault(slash, ItemAt(slash), $"no step after ~: {Shown(before)} is one value of its range");
        return step > 0 ? null : Fault(slash + 1, ItemAt(slash + 1), "a step of 1 or more");
    }

    private readonly TextError Reversed(int start, Item item)
    {
        var range = _text[start.._at];
        if (item == Item.Drawn)
            return Fault(start, range, "a range that ascends: ~ draws one value, and not across the end of the field");
        var dash = range.IndexOf('-');
        var (end, begin) = _field.Names.Count > 0
            ? (_field.Names[^1], _field.Names[0])
            : (_field.Last.ToString(CultureInfo.InvariantCulture), _field.First.ToString(CultureInfo.InvariantCulture));
        return Fault(start, range, $"a range that ascends, or two: {Shown(range[..dash])}-{end},{begin}-{Shown(range[(dash + 1)..])}");
    }

    private static string Shown(ReadOnlySpan<char> text) => TextError.Shorten(text);

    private readonly TextError Junk(int start)
    {
        var item = ItemAt(start);
        var advice = CronFieldRefusals.AdviceFor(_field, item.ToString());
        return advice is null ? Fault(_at, ItemAt(_at), "a comma or the end of the field") : Fault(start, item, advice);
    }

    private readonly bool IsAtEndOfItem => _at == _text.Length || IsAt(',');

    private readonly bool IsAt(char character) => _at < _text.Length && _text[_at] == character;

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
        var isThere = IsAt(character);
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
