package dev.telecoder.plugin.code;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What programmers write for what a sentence says: each line words of one meaning, and how they are shortened. Pure. */
final class Synonyms {

    private static final Map<Integer, int[]> OTHERS = others("""
            get return obtain retrieve fetch read find lookup
            set assign update change
            create make new construct build instantiate generate produce
            remove delete erase drop discard clear
            add append insert push put register attach
            begin start open init
            end stop close finish shut terminate cancel halt
            test check verify validate whether is
            contain has include
            convert transform parse to translate map decode
            write print output emit dump save store format
            string str text
            number num int integer count
            message msg
            error err exception throw raise fail failure
            directory dir folder
            file path filename
            argument arg param parameter
            length len size count
            equal same eq compare
            maximum max largest
            minimum min smallest
            first head
            last tail
            previous prev before
            next after
            index idx position offset
            character char
            array arr list sequence
            key name
            value val
            object obj
            reference ref
            configuration config conf setting option
            initialize init setup
            temporary temp tmp
            function func fn callback
            iterate each loop iterator walk
            connection conn connect
            request req
            response resp res reply
            command cmd
            environment env
            variable var
            information info
            default fallback
            copy clone duplicate
            split separate divide
            join concat concatenate merge combine
            show display render
            wait sleep block
            call invoke run execute apply
            load read import
            send write post
            receive read recv
            absolute abs
            random rand
            hash digest
            true bool boolean
            empty blank null none nil
            current now
            user usr
            password passwd
            source src
            destination dest dst target
            buffer buf
            byte octet
            sort order
            reverse invert
            match pattern regex
            update refresh
            lock acquire
            unlock release
            address addr
            expression expr
            specification spec
            attribute attr property prop field
            element elem item entry
            document doc
            version ver
            description desc
            authentication auth
            application app
            database db
            utility util
            """);
    private static final int[] NONE = {};

    private Synonyms() {}

    /** {@return the other words for a word; all in their plain form and by hash} */
    static int[] of(int word) {
        return OTHERS.getOrDefault(word, NONE);
    }

    private static Map<Integer, int[]> others(String table) {
        Map<Integer, Set<Integer>> others = new HashMap<>();
        table.lines().forEach(line -> {
            List<Integer> words = List.of(line.split(" ")).stream().map(Words::of).filter(plain -> plain.size() == 1)
                    .map(plain -> plain.getFirst().hashCode()).distinct().toList();
            for (int word : words) {
                for (int other : words) {
                    if (word != other) {
                        others.computeIfAbsent(word, _ -> new HashSet<>()).add(other);
                    }
                }
            }
        });
        Map<Integer, int[]> arrays = new HashMap<>();
        others.forEach((word, found) -> arrays.put(word, found.stream().mapToInt(Integer::intValue).toArray()));
        return Map.copyOf(arrays);
    }
}
