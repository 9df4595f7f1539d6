// Reads documents into the generated classes and writes them back. Lines: the name of a type, a tab, JSON.

using System;
using System.IO;
using System.Text;
using MissingPersons;
using Newtonsoft.Json;

static class RoundTrip
{
    static void Main()
    {
        // The generated settings overlook a field that no class has. A closed record must not.
        Converter.Settings.MissingMemberHandling = MissingMemberHandling.Error;
        var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        using (var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { NewLine = "\n" })
        {
            for (var line = input.ReadLine(); line != null; line = input.ReadLine())
            {
                var tab = line.IndexOf('\t');
                var type = typeof(Episode).Assembly.GetType("MissingPersons." + line.Substring(0, tab), true);
                var document = JsonConvert.DeserializeObject(line.Substring(tab + 1), type, Converter.Settings);
                output.WriteLine(type.Name + "\t" + JsonConvert.SerializeObject(document, Converter.Settings));
            }
        }
        Equal("{\"person\":{}}", new Episode { Person = new Person() }.ToJson());
        Equal("{\"revision\":0,\"status\":\"open\"}", new Episode { Revision = 0, Status = Status.Open }.ToJson());
        Refused("{\"status\":\"lost\"}");
        Refused("{\"zz_unknown\":\"words\"}");
        Refused("{\"document_type\":\"zz-another\"}");
    }

    static void Equal(string expected, string found)
    {
        if (found != expected) throw new Exception("not " + expected + " but " + found);
    }

    static void Refused(string json)
    {
        try
        {
            Episode.FromJson(json);
        }
        catch (Exception)
        {
            return;
        }
        throw new Exception("not refused: " + json);
    }
}
