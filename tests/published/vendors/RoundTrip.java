// Reads documents into the generated classes and writes them back. Lines: the name of a type, a tab, JSON.

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.example.missingpersons.Episode;
import org.example.missingpersons.Person;
import org.example.missingpersons.Status;

public class RoundTrip {
    // Absent is not recorded, and null is not used. A field that no class has is refused: Jackson's default.
    private static final ObjectMapper MAPPER =
            new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL);

    public static void main(String[] arguments) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream output = new PrintStream(System.out, false, "UTF-8");
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            int tab = line.indexOf('\t');
            String name = line.substring(0, tab);
            Object document = MAPPER.readValue(line.substring(tab + 1), Class.forName("org.example.missingpersons." + name));
            output.print(name + "\t" + MAPPER.writeValueAsString(document) + "\n");
        }
        output.flush();

        Episode begun = new Episode();
        begun.setPerson(new Person());
        equal("{\"person\":{}}", MAPPER.writeValueAsString(begun));
        Episode counted = new Episode();
        counted.setRevision(0L);
        counted.setStatus(Status.OPEN);
        equal("{\"revision\":0,\"status\":\"open\"}", MAPPER.writeValueAsString(counted));
        refused("{\"status\":\"lost\"}");
        refused("{\"zz_unknown\":\"words\"}");
        refused("{\"document_type\":\"zz-another\"}");
    }

    private static void equal(String expected, String found) {
        if (!found.equals(expected)) throw new AssertionError("not " + expected + " but " + found);
    }

    private static void refused(String json) {
        try {
            MAPPER.readValue(json, Episode.class);
        } catch (IOException refused) {
            return;
        }
        throw new AssertionError("not refused: " + json);
    }
}
