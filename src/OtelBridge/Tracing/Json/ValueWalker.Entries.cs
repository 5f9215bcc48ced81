using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;

namespace OtelBridge.Tracing.Json;

/// <content>Dictionaries of every kind.</content>
internal ref partial struct ValueWalker
{
    private void WriteExtensionData(object? value)
    {
        StartClock();
        switch (value)
        {
            case IDictionary dictionary: WriteEntries(dictionary); break;
            case IEnumerable pairs: WritePairEntries(pairs); break;
            default: break;
        }
    }

    private void WriteDictionary(IDictionary dictionary)
    {
        writer.WriteStartObject();
        WriteEntries(dictionary);
        writer.WriteEndObject();
    }

    private void WriteEntries(IDictionary dictionary)
    {
        try
        {
            // Entries of other threads' changes throw here, not at the caller.
            var entries = dictionary.GetEnumerator();
            using var _ = entries as IDisposable;
            while (!CutsMembers() && entries.MoveNext())
            {
                // Read before the key is written: a key without a value would break the text.
                var value = entries.Value;
                if (!TryWriteKey(entries.Key))
                {
                    return;
                }

                Write(value);
            }
        }
        catch (Exception e)
        {
            writer.WriteString(Marks.ErrorMember, Marks.Threw(e));
        }
    }

    private bool CutsMembers()
    {
        if (IsLate())
        {
            WriteCutMember();
        }

        return _late;
    }

    private void WritePairs(IEnumerable pairs)
    {
        writer.WriteStartObject();
        WritePairEntries(pairs);
        writer.WriteEndObject();
    }

    private void WritePairEntries(IEnumerable pairs)
    {
        try
        {
            foreach (var pair in pairs)
            {
                var written = pair switch
                {
                    KeyValuePair<string, object?> plain => TryWriteEntry(plain.Key, plain.Value),
                    KeyValuePair<string, JsonNode?> node => TryWriteEntry(node.Key, node.Value),
                    null => false,
                    _ => TryWritePair(pair),
                };
                if (!written || CutsMembers())
                {
                    return;
                }
            }
        }
        catch (Exception e)
        {
            writer.WriteString(Marks.ErrorMember, Marks.Threw(e));
        }
    }

    private bool TryWritePair(object pair)
    {
        var members = settings.Shapes.Of(pair.GetType()).Properties;
        return members.Length == 2 && TryWriteEntry(members[0].Get(pair), members[1].Get(pair));
    }

    private bool TryWriteEntry(object? key, object? value)
    {
        if (!TryWriteKey(key))
        {
            return false;
        }

        Write(value);
        return true;
    }

    /// <summary>Writes a key; at the bound writes the mark instead and returns false.</summary>
    private bool TryWriteKey(object? key)
    {
        var text = key as string ?? Convert.ToString(key, CultureInfo.InvariantCulture) ?? "null";
        if (text.Length > Remaining / Scalars.MaxBytesPerCharacter)
        {
            WriteCutMember();
            return false;
        }

        writer.WritePropertyName(settings.Shapes.KeyName(text));
        return true;
    }
}
