using System.Text;

namespace OtelBridge.Server.Commands;

/// <summary>Writes on without the blanks at the ends of lines: a table pads its cells to its width, which a file or a pipe has no use for.</summary>
internal sealed class LineEndTrimmer(TextWriter inner) : TextWriter
{
    private int _blanks;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        if (value == ' ')
        {
            _blanks++;
            return;
        }

        if (value is not ('\r' or '\n'))
        {
            inner.Write(new string(' ', _blanks));
        }

        _blanks = 0;
        inner.Write(value);
    }

    public override void Write(string? value)
    {
        foreach (var character in value ?? string.Empty)
        {
            Write(character);
        }
    }

    public override void Flush() => inner.Flush();
}
