using System.Text;

namespace OtelBridge.Server.Seeding;

/// <summary>Prose of customers and assistants: few words often, many seldom, as language has them; names and numbers that stand in hardly any other trace.</summary>
internal sealed class SeedText(Random random)
{
    private static readonly string[] Common =
        """
        the to and a of is in for your you with that it on this we can be are or from as an have not by will please order if at account our was has all which when how what
        about any been more their would they but also there these after before into only other than some may them its should could does because while within between under
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static readonly string[] Topical =
        """
        customer support delivery invoice payment refund shipment address contract subscription renewal password login security device firmware update battery screen warranty
        repair replacement return label parcel carrier tracking number date deadline appointment technician engineer branch office manager department policy document section
        paragraph appendix summary answer question request response message ticket incident outage latency timeout connection server database backup restore migration version
        release feature setting option preference language region currency price discount voucher campaign newsletter privacy consent export import report dashboard chart
        metric threshold alert notification schedule workflow pipeline model prompt token context retrieval embedding ranking evaluation feedback rating score quality accuracy
        confidence source citation reference article chapter manual guide tutorial example procedure instruction checklist requirement condition exception approval signature
        application processing verification identity passport license certificate insurance claim damage accident coverage premium benefit employee salary vacation travel hotel
        flight booking reservation cancellation passenger luggage terminal boarding weather forecast temperature humidity pressure wind rain harvest garden kitchen recipe
        ingredient allergy nutrition medicine pharmacy prescription doctor hospital therapy diagnosis laboratory sample result analysis experiment hypothesis conclusion
        mathematics equation geometry history museum painting orchestra concert theatre novel author publisher library university lecture student teacher grammar translation
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static readonly string[] Syllables = "ka ro lin mar ten vo sel dra nim pou eth gar bri tol wen zai fer hul ost quin".Split(' ');

    /// <summary>Writes about so many characters.</summary>
    public string Write(int length)
    {
        var text = new StringBuilder(length + 64);
        var sentence = 0;
        while (text.Length < length)
        {
            var word = random.Next(1000) switch
            {
                < 480 => Often(Common),
                < 985 => Often(Topical),
                < 994 => Name(),
                _ => Number(),
            };
            text.Append(sentence == 0 ? char.ToUpperInvariant(word[0]) + word[1..] : word);
            sentence = sentence > 6 && random.Next(8) == 0 ? 0 : sentence + 1;
            text.Append(sentence == 0 ? ". " : sentence % 9 == 0 ? ", " : " ");
        }

        return text.ToString(0, length).TrimEnd();
    }

    /// <summary>Gives a name of four syllables: one of 160,000.</summary>
    public string Name()
    {
        var name = string.Concat(Enumerable.Range(0, 4).Select(_ => Syllables[random.Next(Syllables.Length)]));
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    private string Number() => random.Next(10_000, 10_000_000).ToString(System.Globalization.CultureInfo.InvariantCulture);

    // The n-th word about 1/n times as often as the first.
    private string Often(string[] words) => words[(int)Math.Pow(words.Length, random.NextDouble()) - 1];
}
